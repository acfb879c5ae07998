namespace PaperExperiments;

/// <summary>Text to learn from, and text to measure a language model on.</summary>
internal sealed record HeldOutText(IReadOnlyList<string> Training, IReadOnlyList<string> Validation)
{
    /// <summary>The texts of tasks, without their labels; test texts are not read.</summary>
    public static HeldOutText Of(IReadOnlyList<LabeledTexts> tasks) => new(
        [.. tasks.SelectMany(task => task.Train).Select(document => document.Text)],
        [.. tasks.SelectMany(task => task.Validation).Select(document => document.Text)]);
}
