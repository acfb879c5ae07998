using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>What a vocabulary holds, counted.</summary>
/// <param name="Counts">How many pieces there are of each type; types without pieces are left out.</param>
/// <param name="LowestScore">The lowest score of the learned pieces; null if there are none.</param>
/// <param name="HighestScore">The highest one.</param>
/// <param name="LongestPiece">The learned piece of the most characters (code points), the first of several; null if there are none.</param>
/// <param name="Characters">Different characters (code points) that the learned pieces have, U+2581 included.</param>
/// <param name="Scripts">
/// How many of those characters each Unicode script has, the most frequent script first; <c>Common</c> are punctuation, digits and symbols, <c>Inherited</c>
/// marks above and below letters.
/// </param>
public sealed record VocabularySummary(
    IReadOnlyDictionary<SentencePieceType, int> Counts,
    float? LowestScore,
    float? HighestScore,
    string? LongestPiece,
    int Characters,
    IReadOnlyList<(string Script, int Characters)> Scripts)
{
    /// <summary>Looks at every piece once.</summary>
    public static VocabularySummary Of(SentencePieceModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var learned = model.Pieces.Where(piece => piece.Type == SentencePieceType.Normal).ToList();
        var characters = new HashSet<Rune>(learned.SelectMany(piece => piece.Piece.EnumerateRunes()));
        return new(
            model.Pieces.CountBy(piece => piece.Type).ToDictionary(),
            learned.Min(piece => (float?)piece.Score),
            learned.Max(piece => (float?)piece.Score),
            learned.Select(piece => piece.Piece).MaxBy(piece => piece.EnumerateRunes().Count()),
            characters.Count,
            [
                .. characters.CountBy(character => UnicodeScripts.NameOf(character.Value))
                    .OrderByDescending(script => script.Value).ThenBy(script => script.Key, StringComparer.Ordinal).Select(script => (script.Key, script.Value)),
            ]);
    }
}
