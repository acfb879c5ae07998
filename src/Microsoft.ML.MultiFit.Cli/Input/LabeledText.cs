namespace MultiFit.Cli;

/// <summary>A row of a labelled file, as ML.NET reads it.</summary>
internal sealed class LabeledText
{
    public string Label { get; set; } = "";

    public string Text { get; set; } = "";
}
