using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Greek in Latin letters, by the table of the Python package <c>transliterate</c>, which LASER uses: letters that one Latin letter cannot express first, then
/// letter by letter. What the table does not have, capitals with accents among it, stays.
/// </summary>
internal static class GreekRomanizer
{
    private const string Greek = "αβγδεζικλμνξοπρστυφΑΒΓΔΕΖΙΚΛΜΝΞΟΠΡΣΤΥΦςάέήίύόώϊϋΐΰωΩηΗϵϱ";
    private const string Latin = "avgdeziklmnxoprstyfAVGDEZIKLMNXOPRSTYFsaeiiyooiyiyooiier";

    // The table's other groups (ευ, αυ, ου, οι, …) give what their letters give.
    private static readonly (string Greek, string Latin)[] s_groups =
    [
        ("θ", "th"), ("Θ", "Th"), ("χ", "ch"), ("Χ", "Ch"), ("ψ", "ps"), ("Ψ", "Ps"), ("γκ", "gk"), ("γξ", "gch"), ("γγ", "ng"),
        ("Μπ", "B"), ("μπ", "b"), ("Υ", "U"), ("υ", "u"),
    ];

    public static string Romanize(string text)
    {
        foreach (var (greek, latin) in s_groups)
            text = text.Replace(greek, latin, StringComparison.Ordinal);
        var result = new StringBuilder(text.Length);
        foreach (char c in text)
            result.Append(Greek.IndexOf(c, StringComparison.Ordinal) is >= 0 and int i ? Latin[i] : c);
        return result.ToString();
    }
}
