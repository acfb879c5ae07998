namespace Microsoft.ML.MultiFit.Tests;

/// <summary>A row of labelled text, and rows that are easy to tell apart: each class has words of its own.</summary>
internal sealed class LabeledText
{
    public static readonly string[] Classes = ["sport", "weather", "music"];

    public string? Label { get; set; }

    public string? Text { get; set; }

    public float Weight { get; set; } = 1;

    /// <summary>Rows of the classes in turn; class k uses the words k0, k0+1, … of the vocabulary of <see cref="RandomModels"/>.</summary>
    public static List<LabeledText> Rows(int count, int seed = 0, int classCount = 3)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => new LabeledText
        {
            Label = Classes[i % classCount],
            Text = string.Join(' ', Enumerable.Range(0, random.Next(3, 9)).Select(_ => $"{(char)('a' + (8 * (i % classCount)) + random.Next(8))}0")),
        })];
    }
}
