using System.CommandLine;
using Microsoft.ML.MultiFit.Benchmarks;

IBenchmark[] all =
[
    new PoolingBenchmark(),
    new EncoderStepBenchmark(),
    new MatrixProductsBenchmark(),
    new PrecisionStepBenchmark(),
    new OptimizerBenchmark(),
    new LanguageModelStepBenchmark(),
    new ClassifierStepBenchmark(),
    new InferenceBenchmark(),
    new MemoryBenchmark(),
    new EncodingBenchmark(),
    new TokenCacheBenchmark(),
    new GpuBenchmark(),
];

var names = new Argument<string[]>("NAME") { Description = "Benchmarks to run; all of them where none is named", Arity = ArgumentArity.ZeroOrMore };
names.AcceptOnlyFromAmong([.. all.Select(benchmark => benchmark.Name)]);
var list = new Option<bool>("--list") { Description = "List the benchmarks and run none" };
var repetitions = new Option<int?>("--repetitions") { Description = "Measured repetitions of every figure, after one that is not" };
var steps = new Option<int?>("--steps") { Description = "Training steps of 'memory'" };
var megabytes = new Option<int?>("--megabytes") { Description = "Text of 'token-cache'" };
var threads = new Option<int>("--threads") { Description = "Threads of the tensor library and of our kernels", DefaultValueFactory = _ => 2 };
var command = new RootCommand("Prints one line a figure: name, value, unit, separated by tabs.") { names, list, repetitions, steps, megabytes, threads };
command.Add(VocabularyComparison.Compare());
command.Add(VocabularyComparison.Train());
command.Add(EncodingComparison.Compare());
command.SetAction(parsed =>
{
    if (parsed.GetValue(list))
    {
        foreach (var benchmark in all)
            Console.WriteLine($"{benchmark.Name}\t{benchmark.Summary}");
        return;
    }

    var settings = new BenchmarkSettings(parsed.GetValue(threads), parsed.GetValue(repetitions), parsed.GetValue(steps), parsed.GetValue(megabytes));
    var chosen = parsed.GetValue(names) is { Length: > 0 } some ? some : [.. all.Select(benchmark => benchmark.Name)];
    foreach (var benchmark in chosen.Select(name => all.First(benchmark => benchmark.Name == name)))
        benchmark.Run(settings, new Figures(benchmark.Name, Console.Out));
});
return command.Parse(args).Invoke();
