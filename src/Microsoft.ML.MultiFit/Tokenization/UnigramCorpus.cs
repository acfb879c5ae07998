using System.Text;
using System.Text.Unicode;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// The text a vocabulary is learned from: its distinct words with how often each occurs, one after the other, as numbers of alphabet
/// characters.
/// </summary>
internal sealed class UnigramCorpus
{
    /// <summary>Ends a word, and stands for a character outside the alphabet: no piece reaches over it.</summary>
    public const int Boundary = -1;

    private UnigramCorpus(List<KeyValuePair<string, long>> words, List<KeyValuePair<int, long>> alphabet)
    {
        Alphabet = [.. alphabet.Select(entry => entry.Key)];
        AlphabetCounts = [.. alphabet.Select(entry => entry.Value)];
        AlphabetPositions = new int[Alphabet.Length];
        WordCounts = [.. words.Select(word => word.Value)];
        WordStarts = new int[words.Count + 1];
        var numbers = new Dictionary<int, int>();
        for (int i = 0; i < Alphabet.Length; i++)
            numbers[Alphabet[i]] = i;
        var text = new List<int>();
        for (int word = 0; word < words.Count; word++)
        {
            foreach (var rune in words[word].Key.EnumerateRunes())
            {
                int number = numbers.GetValueOrDefault(rune.Value, Boundary);
                if (number != Boundary)
                    AlphabetPositions[number] = text.Count;
                text.Add(number);
                CharacterCount += words[word].Value;
            }

            text.Add(Boundary);
            WordStarts[word + 1] = text.Count;
        }

        Text = [.. text];
    }

    /// <summary>Alphabet numbers of the characters of all distinct words, a <see cref="Boundary"/> after each word.</summary>
    public int[] Text { get; }

    /// <summary>Where each word begins in <see cref="Text"/>, and after the last one where the text ends.</summary>
    public int[] WordStarts { get; }

    /// <summary>How often each word occurs.</summary>
    public long[] WordCounts { get; }

    /// <summary>Code points, the most frequent first.</summary>
    public int[] Alphabet { get; }

    /// <summary>How often each character of <see cref="Alphabet"/> occurs.</summary>
    public long[] AlphabetCounts { get; }

    /// <summary>A place in <see cref="Text"/> where the character stands.</summary>
    public int[] AlphabetPositions { get; }

    /// <summary>Characters of the whole text, counted as often as they occur.</summary>
    public long CharacterCount { get; }

    /// <summary>The characters of a part of <see cref="Text"/>.</summary>
    public string Read(int start, int length)
    {
        var text = new StringBuilder(length);
        for (int i = start; i < start + length; i++)
            text.Append(char.ConvertFromUtf32(Alphabet[Text[i]]));
        return text.ToString();
    }

    /// <summary>Normalises sentences and splits them into words, which begin at U+2581 and end before a symbol.</summary>
    public static UnigramCorpus Gather(
        IEnumerable<string> sentences, UnigramTrainerOptions options, TextNormalizer normalizer, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        var lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        var symbols = options.UserDefinedSymbols.OrderByDescending(symbol => symbol.Length).ToArray();
        foreach (string sentence in Sample(sentences, options))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var part in Cut(sentence, options.MaxSentenceBytes))
            {
                string normalized = normalizer.Normalize(sentence.AsSpan()[part]);
                foreach (var range in Words(normalized, symbols))
                {
                    var word = normalized.AsSpan()[range];
                    lookup[word] = lookup.TryGetValue(word, out long count) ? count + 1 : 1;
                }
            }
        }

        // In an order that does not depend on the order of the sentences.
        var words = counts.ToList();
        words.Sort((left, right) => string.CompareOrdinal(left.Key, right.Key));
        return new UnigramCorpus(words, CoveredAlphabet(words, options.CharacterCoverage));
    }

    /// <summary>Every sentence, or a uniform sample of them in their order of drawing (Vitter's algorithm R).</summary>
    private static IEnumerable<string> Sample(IEnumerable<string> sentences, UnigramTrainerOptions options)
    {
        if (options.InputSentenceCount == 0)
            return sentences;
        var random = new Random(options.Seed);
        var sample = new List<string>();
        long seen = 0;
        foreach (string sentence in sentences)
        {
            if (sample.Count < options.InputSentenceCount)
                sample.Add(sentence);
            else if (random.NextInt64(seen + 1) is var place && place < sample.Count)
                sample[(int)place] = sentence;
            seen++;
        }

        return sample;
    }

    /// <summary>Parts of at most so many bytes of UTF-8, cut at a space where there is one.</summary>
    private static IEnumerable<Range> Cut(string sentence, int maxBytes)
    {
        if (sentence.Length * 3L <= maxBytes)
        {
            yield return Range.All;
            yield break;
        }

        var buffer = new byte[maxBytes];
        for (int start = 0; start < sentence.Length;)
        {
            Utf8.FromUtf16(sentence.AsSpan(start), buffer, out int read, out _);
            int end = start + read;
            int space = end < sentence.Length ? sentence.LastIndexOf(' ', end - 1, read) : -1;
            if (space > start)
                end = space;
            yield return start..end;
            start = end;
        }
    }

    private static IEnumerable<Range> Words(string normalized, string[] symbols)
    {
        int start = 0;
        for (int i = 0; i < normalized.Length;)
        {
            int symbolLength = SymbolLength(normalized, i, symbols);
            if ((symbolLength > 0 || normalized[i] == TextNormalizer.SpaceSymbol[0]) && i > start)
                yield return start..i;
            if (symbolLength > 0 || normalized[i] == TextNormalizer.SpaceSymbol[0])
                start = i + symbolLength;
            i += Math.Max(symbolLength, 1);
        }

        if (start < normalized.Length)
            yield return start..;
    }

    private static int SymbolLength(string text, int position, string[] symbols)
    {
        foreach (string symbol in symbols)
        {
            if (text[position] == symbol[0] && string.CompareOrdinal(text, position, symbol, 0, symbol.Length) == 0)
                return symbol.Length;
        }

        return 0;
    }

    private static List<KeyValuePair<int, long>> CoveredAlphabet(List<KeyValuePair<string, long>> words, double coverage)
    {
        var counts = new Dictionary<int, long>();
        long total = 0;
        foreach (var (word, count) in words)
        {
            foreach (var rune in word.EnumerateRunes())
            {
                counts[rune.Value] = counts.GetValueOrDefault(rune.Value) + count;
                total += count;
            }
        }

        var alphabet = new List<KeyValuePair<int, long>>();
        long covered = 0;
        foreach (var entry in counts.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key))
        {
            if (covered >= coverage * total)
                break;
            covered += entry.Value;
            alphabet.Add(entry);
        }

        return alphabet;
    }
}
