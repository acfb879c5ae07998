using System.Globalization;
using Microsoft.ML.MultiFit;

namespace PaperExperiments;

/// <summary>Where an experiment keeps its models and figures. What is there is not made again, so an experiment goes on where it was interrupted.</summary>
internal sealed class ExperimentFolder
{
    private const string Separator = ",";

    private readonly string _path;
    private readonly string _figures;

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
    /// <param name="documents">What it reads.</param>
    /// <param name="validation">What it is measured on after each epoch; null for nothing.</param>
    public LanguageModel LanguageModel(
        string name, LanguageModelOptions options, Func<LanguageModel> start, IEnumerable<string> documents, IEnumerable<string>? validation)
    {
        string path = Path.Combine(_path, $"{name}.multifit");
        if (!File.Exists(path))
        {
            var history = new TrainingHistory(new EpochLines(name));
            var stage = options with { Training = options.Training with { Checkpoint = new() { Path = path + ".checkpoint" } } };
            var model = new LanguageModelTrainer(stage).Train(start(), documents, validation, history);
            history.SaveCsv(Path.Combine(_path, $"{name}.history.csv"));
            Figures(LossesOf(name), () => [.. history.Epochs.Select(epoch => epoch.ValidationLoss ?? double.NaN)]);
            model.Save(path);
        }

        return Microsoft.ML.MultiFit.LanguageModel.Load(path);
    }

    /// <summary>The validation losses of a language model that was trained here, epoch by epoch.</summary>
    public double[] Losses(string name) => Figures(LossesOf(name), () => throw new InvalidOperationException($"there is no language model '{name}'"));

    /// <summary>Figures under a name, computed unless they are there.</summary>
    public double[] Figures(string name, Func<double[]> compute)
    {
        var known = File.Exists(_figures) ? File.ReadLines(_figures).Select(line => line.Split(Separator)).FirstOrDefault(fields => fields[0] == name) : null;
        if (known is not null)
            return [.. known.Skip(1).Select(field => double.Parse(field, CultureInfo.InvariantCulture))];
        var figures = compute();
        var line = string.Join(Separator, figures.Select(figure => figure.ToString("0.#####", CultureInfo.InvariantCulture)).Prepend(name));
        File.AppendAllText(_figures, line + "\n");
        Console.WriteLine(line);
        return figures;
    }

    private static string LossesOf(string name) => $"{name} validation losses";
}
