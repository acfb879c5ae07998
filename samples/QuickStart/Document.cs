namespace QuickStart;

/// <summary>A labelled document as ML.NET reads it.</summary>
internal sealed class Document
{
    public string Label { get; set; } = "";

    public string Text { get; set; } = "";
}
