using Microsoft.ML.MultiFit;

namespace PaperExperiments;

/// <summary>Text to learn from, and text to measure a language model on.</summary>
internal sealed record HeldOutText(IReadOnlyList<string> Training, IReadOnlyList<string> Validation)
{
    /// <summary>The texts of tasks, without their labels; test texts are not read.</summary>
    public static HeldOutText Of(IEnumerable<LabeledTexts> tasks)
    {
        return new HeldOutText(Texts(task => task.Train), Texts(task => task.Validation));

        List<string> Texts(Func<LabeledTexts, IEnumerable<LabeledDocument>> part) => [.. tasks.SelectMany(part).Select(document => document.Text)];
    }
}
