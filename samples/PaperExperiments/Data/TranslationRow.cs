namespace PaperExperiments;

/// <summary>A sentence and its translation as a row of data.</summary>
internal sealed class TranslationRow
{
    public string Source { get; set; } = "";

    public string Target { get; set; } = "";
}
