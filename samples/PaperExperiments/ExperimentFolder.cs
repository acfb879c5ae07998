using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.MultiFit;

namespace PaperExperiments;

/// <summary>
/// Where an experiment keeps its models, figures and report. What is there is not made again, so an experiment goes on where it was interrupted.
/// </summary>
internal sealed class ExperimentFolder
{
    private const string Separator = ",";

    private readonly string _path;
    private readonly string _figures;
    private Func<ReportPage>? _report;

    public ExperimentFolder(string path)
    {
        _path = Directory.CreateDirectory(path).FullName;
        _figures = Path.Combine(_path, "figures.csv");
    }

    /// <summary>The vocabulary of this name, learned unless it is there.</summary>
    public SentencePieceModel Vocabulary(string name, Func<SentencePieceModel> learn)
    {
        string path = Path.Combine(_path, $"{name}.model");
        if (!File.Exists(path))
            learn().Save(path);
        return SentencePieceModel.Load(path);
    }

    /// <summary>The language model of this name, trained unless it is there, with its history beside it.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="options">The stage; it gets a checkpoint.</param>
    /// <param name="start">What it starts from.</param>
    /// <param name="text">What it reads, and what it is measured on after each epoch.</param>
    public LanguageModel LanguageModel(string name, LanguageModelOptions options, Func<LanguageModel> start, Func<HeldOutText> text)
    {
        string path = Path.Combine(_path, $"{name}.multifit");
        if (!File.Exists(path))
        {
            var history = new TrainingHistory(new EpochLines(name));
            var stage = options with { Training = options.Training with { Checkpoint = new() { Path = path + ".checkpoint" } } };
            var model = new LanguageModelTrainer(stage).Train(start(), text().Training, text().Validation, history);
            history.SaveCsv(Path.Combine(_path, $"{name}.history.csv"));
            Losses(name, history);
            model.Save(path);
        }

        return Microsoft.ML.MultiFit.LanguageModel.Load(path);
    }

    /// <summary>The ML.NET model of this name, fitted unless it is there.</summary>
    public ITransformer Transformer(string name, MLContext ml, Func<IDataView> data, Func<IDataView, ITransformer> fit)
    {
        string path = Path.Combine(_path, $"{name}.zip");
        if (!File.Exists(path))
        {
            var input = data();
            ml.Model.Save(fit(input), input.Schema, path + ".new");
            File.Move(path + ".new", path);
        }

        return ml.Model.Load(path, out _);
    }

    /// <summary>Keeps the training and validation losses of every epoch.</summary>
    /// <param name="name">What was trained.</param>
    /// <param name="history">Its history.</param>
    public void Losses(string name, TrainingHistory history)
    {
        Figures(TrainingLossesOf(name), () => [.. history.Epochs.Select(epoch => epoch.Loss)]);
        Figures(LossesOf(name), () => [.. history.Epochs.Select(epoch => epoch.ValidationLoss ?? double.NaN)]);
    }

    /// <summary>The validation losses of what was trained, epoch by epoch; none if it has not been trained here.</summary>
    public double[] KnownLosses(string name) => Known(LossesOf(name)) ?? [];

    /// <summary>The training losses of what was trained, smoothed, at the end of every epoch; none if it has not been trained here.</summary>
    public double[] KnownTrainingLosses(string name) => Known(TrainingLossesOf(name)) ?? [];

    /// <summary>Figures under a name, computed unless they are there.</summary>
    public double[] Figures(string name, Func<double[]> compute)
    {
        if (Known(name) is { } known)
            return known;
        var figures = compute();
        var line = string.Join(Separator, figures.Select(figure => figure.ToString("0.#####", CultureInfo.InvariantCulture)).Prepend(name));
        File.AppendAllText(_figures, line + "\n");
        Console.WriteLine(line);
        WriteReport();
        return figures;
    }

    /// <summary>The figures under a name; null if there are none yet.</summary>
    public double[]? Known(string name)
    {
        string start = name + Separator;
        var line = File.Exists(_figures) ? File.ReadLines(_figures).FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal)) : null;
        return line is null ? null : [.. line[start.Length..].Split(Separator).Select(field => double.Parse(field, CultureInfo.InvariantCulture))];
    }

    /// <summary>The figures that are there of a series, as <paramref name="name"/> calls that of each seed from 0 on.</summary>
    /// <param name="seedCount">Seeds of the series.</param>
    /// <param name="name">Name of a seed's figures.</param>
    /// <param name="place">Which of the figures under a name is meant.</param>
    public SeedSummary Summary(int seedCount, Func<int, string> name, int place = 0) =>
        new([.. Enumerable.Range(0, seedCount).Select(seed => Known(name(seed))).Where(figures => figures is not null).Select(figures => figures![place])]);

    /// <summary>Writes a report, and again after every new figure.</summary>
    public void Report(Func<ReportPage> report)
    {
        _report = report;
        WriteReport();
    }

    private void WriteReport() => _report?.Invoke().Save(_path);

    private static string LossesOf(string name) => $"{name} validation losses";

    private static string TrainingLossesOf(string name) => $"{name} training losses";
}
