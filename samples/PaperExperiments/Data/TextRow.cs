namespace PaperExperiments;

/// <summary>A document as a row of data. The label is its class, empty where it must not be known.</summary>
internal sealed class TextRow
{
    public string Label { get; set; } = "";

    public string Text { get; set; } = "";
}
