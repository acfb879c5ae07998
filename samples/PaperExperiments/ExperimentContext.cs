namespace PaperExperiments;

/// <summary>What an experiment works with.</summary>
/// <param name="Data">What it reads.</param>
/// <param name="Folder">Where its own models, figures and report are.</param>
/// <param name="Models">The language models that it shares with others.</param>
/// <param name="Teachers">Teachers, whose embeddings it shares.</param>
/// <param name="Command">The command that runs it, for its report.</param>
internal sealed record ExperimentContext(ExperimentData Data, ExperimentFolder Folder, LanguageModels Models, Teachers Teachers, string Command)
{
    /// <summary>The context of an experiment whose folder, beside that of the shared models, has its name.</summary>
    public static ExperimentContext Create(string name, string dataFolder, string outputFolder, string command)
    {
        var data = new ExperimentData(dataFolder);
        var shared = new ExperimentFolder(Path.Combine(outputFolder, "language-models"));
        return new ExperimentContext(
            data, new ExperimentFolder(Path.Combine(outputFolder, name)), new LanguageModels(shared, data), new Teachers(shared, data), command);
    }
}
