using System.Globalization;

namespace Microsoft.ML.MultiFit;

/// <summary>What a round of bootstrapping trains on.</summary>
/// <param name="Round">The round, from 1.</param>
/// <param name="RoundCount">Rounds in all.</param>
/// <param name="Classes">What the classes are called.</param>
/// <param name="Labeled">Documents that the teacher gives each class.</param>
/// <param name="Training">Documents of each class that the student learns from.</param>
/// <param name="HeldOut">Documents of each class that choose its best epoch; all 0 where true labels do, or nothing.</param>
/// <param name="Changed">Documents whose label is another than in the round before; 0 in the first.</param>
public sealed record BootstrapRound(
    int Round,
    int RoundCount,
    IReadOnlyList<string> Classes,
    IReadOnlyList<int> Labeled,
    IReadOnlyList<int> Training,
    IReadOnlyList<int> HeldOut,
    int Changed)
{
    /// <summary>The same in a line of plain English.</summary>
    public string Describe()
    {
        var classes = Classes.Select((name, label) => string.Create(CultureInfo.InvariantCulture, $"{name} {Training[label]} of {Labeled[label]}"));
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"round {Round} of {RoundCount}: learns from {Training.Sum()} of {Labeled.Sum()} labelled documents ({string.Join(", ", classes)}), {HeldOut.Sum()} held out");
        return Round == 1 ? line : line + string.Create(CultureInfo.InvariantCulture, $", {Changed} labels changed");
    }
}
