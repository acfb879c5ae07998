using System.Runtime.InteropServices;
using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// The text a vocabulary is learned from: its distinct words with how often each occurs, one after the other, as numbers of alphabet characters.
/// A word with characters outside the alphabet is taken as the parts between them.
/// </summary>
internal sealed class UnigramCorpus
{
    private UnigramCorpus(UnigramAlphabet alphabet, long unknownCount, int wordCount, int textLength)
    {
        Alphabet = alphabet;
        UnknownCount = unknownCount;
        Text = new ushort[textLength];
        WordStarts = new int[wordCount + 1];
        WordCounts = new long[wordCount];
    }

    public UnigramAlphabet Alphabet { get; }

    /// <summary>The characters of all distinct words; after each word the character that follows it, which is no part of it.</summary>
    public ushort[] Text { get; }

    /// <summary>Where each word begins in <see cref="Text"/>, and after the last one where the text ends.</summary>
    public int[] WordStarts { get; }

    /// <summary>How often each word occurs.</summary>
    public long[] WordCounts { get; }

    /// <summary>Characters outside the alphabet and symbols, counted as often as they occur.</summary>
    public long UnknownCount { get; }

    /// <summary>Characters of all words, counted as often as they occur.</summary>
    public long CharacterCount { get; private set; }

    /// <summary>The length of the longest word.</summary>
    public int LongestWord { get; private set; }

    /// <summary>The characters of a part of <see cref="Text"/>.</summary>
    public string Read(int start, int length)
    {
        var text = new StringBuilder(length);
        foreach (ushort number in Text.AsSpan(start, length))
            text.Append(char.ConvertFromUtf32(Alphabet.CodePoints.Span[number]));
        return text.ToString();
    }

    /// <summary>Puts the corpus together, in an order that does not depend on that of the sentences.</summary>
    public static UnigramCorpus Of(UnigramWords words, UnigramAlphabet alphabet)
    {
        var counts = words.Counts;
        var numbers = new List<ushort>();
        int[] order = counts.Sorted();
        int wordCount = 0, textLength = 0;
        long unknownCount = words.SymbolCount;
        for (int i = 0; i < order.Length; i++)
        {
            Decode(counts[order[i]], alphabet, numbers);
            foreach (var part in Parts(numbers, alphabet.Unknown))
                (wordCount, textLength) = (wordCount + 1, checked(textLength + part.End.Value - part.Start.Value));
            unknownCount += numbers.Take(numbers.Count - 1).Count(number => number == alphabet.Unknown) * counts.CountOf(order[i]);
        }

        var corpus = new UnigramCorpus(alphabet, unknownCount, wordCount, textLength);
        int word = 0;
        foreach (int index in order)
        {
            Decode(counts[index], alphabet, numbers);
            foreach (var part in Parts(numbers, alphabet.Unknown))
                corpus.Add(word++, CollectionsMarshal.AsSpan(numbers)[part], counts.CountOf(index));
        }

        return corpus;
    }

    private void Add(int word, ReadOnlySpan<ushort> numbers, long count)
    {
        numbers.CopyTo(Text.AsSpan(WordStarts[word]));
        WordStarts[word + 1] = WordStarts[word] + numbers.Length;
        WordCounts[word] = count;
        CharacterCount += (numbers.Length - 1) * count;
        LongestWord = Math.Max(LongestWord, numbers.Length - 1);
    }

    private static void Decode(ReadOnlySpan<byte> word, UnigramAlphabet alphabet, List<ushort> numbers)
    {
        numbers.Clear();
        while (!word.IsEmpty)
        {
            Rune.DecodeFromUtf8(word, out var character, out int length);
            word = word[length..];
            // The last one is what follows: there a zero is the sentence's end.
            numbers.Add(word.IsEmpty && character.Value == 0 ? UnigramAlphabet.SentenceEnd : alphabet.NumberOf(character.Value));
        }
    }

    /// <summary>What lies between unknown characters, each with the one that follows; empty ones are left out.</summary>
    private static IEnumerable<Range> Parts(List<ushort> numbers, ushort unknown)
    {
        int start = 0;
        for (int i = 0; i < numbers.Count; i++)
        {
            if (numbers[i] != unknown && i < numbers.Count - 1)
                continue;
            if (i > start)
                yield return start..(i + 1);
            start = i + 1;
        }
    }
}
