using System.Runtime.InteropServices;
using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// The characters that a vocabulary covers, numbered by their code points: 0 is a sentence's end, and <see cref="Unknown"/> stands for every
/// character outside.
/// </summary>
internal sealed class UnigramAlphabet
{
    public const ushort SentenceEnd = 0;

    private const int UnknownCodePoint = 0x2585;

    private readonly Dictionary<int, ushort> _numbers = [];
    private readonly List<KeyValuePair<int, long>> _candidates;

    private UnigramAlphabet(List<KeyValuePair<int, long>> candidates, List<(int CodePoint, long Count)> characters)
    {
        _candidates = candidates;
        Characters = characters;
        int[] codePoints = [0, .. characters.Select(character => character.CodePoint), UnknownCodePoint];
        Array.Sort(codePoints);
        CodePoints = codePoints;
        for (int number = 0; number < codePoints.Length; number++)
            _numbers[codePoints[number]] = (ushort)number;
        Unknown = _numbers[UnknownCodePoint];
        Space = _numbers.TryGetValue(TextNormalizer.SpaceSymbol[0], out ushort space) ? space : SentenceEnd;
    }

    /// <summary>Its characters and how often each occurs, the most frequent first.</summary>
    public IReadOnlyList<(int CodePoint, long Count)> Characters { get; }

    /// <summary>The code point of each number.</summary>
    public ReadOnlyMemory<int> CodePoints { get; }

    /// <summary>The number of every character outside.</summary>
    public ushort Unknown { get; }

    /// <summary>The number of U+2581; 0 if the text has none.</summary>
    public ushort Space { get; }

    /// <summary>The number of a code point.</summary>
    public ushort NumberOf(int codePoint) => codePoint == 0 ? Unknown : _numbers.GetValueOrDefault(codePoint, Unknown);

    /// <summary>
    /// The required characters, then the most frequent ones (of equals those with the smaller code point) until they cover as much of the text as
    /// wanted. As in the reference, symbols of the vocabulary count as text, and the share is compared in single precision.
    /// </summary>
    /// <exception cref="ArgumentException">They are more than 65,000.</exception>
    public static UnigramAlphabet Of(UnigramWords words, UnigramTrainerOptions options)
    {
        var counts = CountCharacters(words.Counts);
        var required = options.RequiredCharacters.EnumerateRunes().Select(rune => rune.Value).ToHashSet();
        foreach (int character in required)
            counts.TryAdd(character, 0);
        counts[UnigramWords.Symbol] = words.SymbolCount;
        double total = counts.Values.Sum();
        var candidates = counts.OrderByDescending(entry => required.Contains(entry.Key)).ThenByDescending(entry => entry.Value).ThenBy(entry => entry.Key).ToList();
        var covered = new List<(int CodePoint, long Count)>();
        long coveredCount = 0;
        foreach (var (character, count) in candidates)
        {
            if (!options.UseAllCharacters && (float)(coveredCount / total) >= (float)options.CharacterCoverage)
                break;
            coveredCount += count;
            if (IsPiece(character))
                covered.Add((character, count));
        }

        if (covered.Count > 65_000)
        {
            throw new ArgumentException(
                $"The text has {covered.Count} different characters; at most 65000 can be learned from. Lower CharacterCoverage, or clean the text.", "sentences");
        }

        covered.Sort((left, right) => left.Count != right.Count ? right.Count.CompareTo(left.Count) : left.CodePoint.CompareTo(right.CodePoint));
        return new UnigramAlphabet(candidates, covered);
    }

    /// <summary>The largest coverage by which no more than so many characters would be taken from the same text; null if there is none.</summary>
    public float? LargestCoverage(int characterCount)
    {
        double total = _candidates.Sum(candidate => candidate.Value);
        long covered = 0;
        foreach (var (character, count) in _candidates)
        {
            if (IsPiece(character) && --characterCount < 0)
                return covered == 0 ? null : (float)(covered / total);
            covered += count;
        }

        return 1;
    }

    private static bool IsPiece(int character) => character is not (UnigramWords.Symbol or 0 or UnknownCodePoint);

    private static Dictionary<int, long> CountCharacters(ByteStringCounts words)
    {
        var counts = new Dictionary<int, long>();
        for (int i = 0; i < words.Count; i++)
        {
            var word = words[i];
            while (true)
            {
                Rune.DecodeFromUtf8(word, out var character, out int length);
                word = word[length..];
                // The last one only follows the word.
                if (word.IsEmpty)
                    break;
                CollectionsMarshal.GetValueRefOrAddDefault(counts, character.Value, out _) += words.CountOf(i);
            }
        }

        return counts;
    }
}
