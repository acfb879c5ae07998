// The paper's analyses on real data, each of them hours of work that goes on where it was interrupted. eng/experiment.sh runs them; docs/experiments.md
// says what each is, docs/results.md has the figures.

using PaperExperiments;

var experiments = new Dictionary<string, Func<ExperimentOptions, IExperiment>>
{
    ["authors-run"] = _ => new AuthorsRun(),
    ["bootstrapping"] = options => new Bootstrapping
    {
        Languages = options.Some("languages", TransferPair.Languages),
        SeedCount = options.Count("seeds", 3),
        UsesCorpus = options.One("unlabelled", ["documents", "corpus"]) == "corpus",
        BalancesClasses = options.One("labels", ["given", "balanced"]) == "balanced",
    },
    ["noise"] = options => new LabelNoise
    {
        Step = options.Share("step", 0.05),
        SeedCount = options.Count("seeds", 3),
        KeepBestEpoch = options.One("epoch", ["best", "last"]) == "best",
    },
    ["parallel-eval"] = _ => new ParallelEval(),
    ["pretraining-size"] = options => new PretrainingSize
    {
        Sizes = options.Some("sizes", PretrainingSize.SizeNames),
        Products = options.Some("products", ExperimentData.Products),
    },
    ["tokenization"] = options => new Tokenization { SeedCount = options.Count("seeds", 3) },
};
if (args is not [var name, var dataFolder, var outputFolder, .. var rest] || !experiments.TryGetValue(name, out var create))
{
    Console.Error.WriteLine("usage: PaperExperiments EXPERIMENT DATA-FOLDER OUTPUT-FOLDER [--OPTION VALUE]…");
    Console.Error.WriteLine($"experiments: {string.Join(", ", experiments.Keys)}");
    return 2;
}

IExperiment experiment;
try
{
    var options = new ExperimentOptions(rest);
    experiment = create(options);
    options.RequireKnown();
}
catch (ArgumentException exception)
{
    Console.Error.WriteLine($"error: {exception.Message}");
    return 2;
}

var command = string.Join(' ', [$"bash eng/experiment.sh {name}", .. rest]);
experiment.Run(ExperimentContext.Create(name, dataFolder, outputFolder, command));
return 0;
