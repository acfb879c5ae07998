using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>A weight that an import took over.</summary>
/// <param name="Name">Its name in this library's files.</param>
/// <param name="Source">Its name in the imported file.</param>
/// <param name="Shape">As text, e.g. <c>[4650, 800]</c>.</param>
public sealed record MappedWeight(string Name, string Source, string Shape);

/// <summary>Something of an imported file that was not needed.</summary>
/// <param name="Source">Its name in the imported file.</param>
/// <param name="Reason">Why.</param>
public sealed record IgnoredWeight(string Source, string Reason);

/// <summary>What an import found: nothing of the file is passed over in silence.</summary>
/// <param name="Content">What the file is.</param>
/// <param name="Mapped">The weights that were taken over.</param>
/// <param name="Ignored">What was not needed.</param>
/// <param name="Missing">What the file lacks, and what was put in its place.</param>
/// <param name="Notes">What else the user should know: the rules chosen for the text, doubts.</param>
public sealed record ImportReport(
    string Content, IReadOnlyList<MappedWeight> Mapped, IReadOnlyList<IgnoredWeight> Ignored, IReadOnlyList<string> Missing, IReadOnlyList<string> Notes)
{
    /// <summary>The report for people, one line per item.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Content).Append('\n');
        foreach (var weight in Mapped)
            text.Append($"mapped   {weight.Source} -> {weight.Name} {weight.Shape}\n");
        foreach (var weight in Ignored)
            text.Append($"ignored  {weight.Source}: {weight.Reason}\n");
        foreach (string item in Missing)
            text.Append($"missing  {item}\n");
        foreach (string note in Notes)
            text.Append($"note     {note}\n");
        return text.ToString();
    }
}
