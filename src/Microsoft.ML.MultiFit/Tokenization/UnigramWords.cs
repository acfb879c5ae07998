using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Counts the words of normalised sentences. Each is counted together with the character that follows it, because a seed piece must be followed by
/// different ones; a zero byte stands for a sentence's end. Symbols of the vocabulary are not part of words: they end them as a tab.
/// </summary>
internal sealed class UnigramWords
{
    /// <summary>Stands for a symbol of the vocabulary.</summary>
    public const char Symbol = '\t';

    private const int BatchSize = 256;

    private readonly UnigramTrainerOptions _options;
    private readonly TextNormalizer _normalizer;
    private readonly DoubleArray _symbols;
    private readonly bool[] _beginsSymbol = new bool[256];

    private UnigramWords(UnigramTrainerOptions options, TextNormalizer normalizer, IEnumerable<string> symbols)
    {
        _options = options;
        _normalizer = normalizer;
        _symbols = DoubleArrayBuilder.Build(symbols.Select(symbol => (symbol, 0)));
        foreach (string symbol in symbols)
            _beginsSymbol[Encoding.UTF8.GetBytes(symbol)[0]] = true;
    }

    /// <summary>Words, each with the character that follows.</summary>
    public ByteStringCounts Counts { get; } = new();

    /// <summary>How often a symbol of the vocabulary stands in the text.</summary>
    public long SymbolCount { get; private set; }

    private static ReadOnlySpan<byte> Space => "\u2581"u8;

    /// <summary>Reads the sentences once, one thread at a time; the rest of the work is shared among threads.</summary>
    public static UnigramWords Count(
        IEnumerable<string> sentences, UnigramTrainerOptions options, TextNormalizer normalizer, IEnumerable<string> symbols, ParallelOptions parallel)
    {
        var sample = SentenceSample.Take(sentences, options, parallel.CancellationToken);
        var batches = Partitioner.Create(sample.Chunk(BatchSize), EnumerablePartitionerOptions.NoBuffering);
        var idle = new ConcurrentBag<UnigramWords>();
        try
        {
            Parallel.ForEach(batches, parallel, batch =>
            {
                if (!idle.TryTake(out var words))
                    words = new UnigramWords(options, normalizer, symbols);
                foreach (string sentence in batch)
                    words.Add(sentence);
                idle.Add(words);
            });
        }
        catch (AggregateException error)
        {
            // What the sentences' source throws reaches the caller as it is.
            ExceptionDispatchInfo.Throw(error.Flatten().InnerExceptions[0]);
        }

        if (!idle.TryTake(out var total))
            return new UnigramWords(options, normalizer, symbols);
        foreach (var words in idle)
        {
            total.Counts.Add(words.Counts);
            total.SymbolCount += words.SymbolCount;
        }

        return total;
    }

    private void Add(string sentence)
    {
        using var normalized = _normalizer.NormalizeToUtf8(sentence);
        if (normalized.Length == 0)
            return;
        var marked = new PooledList<byte>(normalized.Length + 1);
        MarkSymbols(normalized.Span, ref marked);
        marked.Append([0]);
        CountWords(marked.Span);
        marked.Dispose();
    }

    private void MarkSymbols(ReadOnlySpan<byte> text, ref PooledList<byte> marked)
    {
        int copied = 0;
        for (int i = 0; i < text.Length;)
        {
            int length = _beginsSymbol[text[i]] ? _symbols.LongestPrefix(text[i..], out _) : 0;
            if (length == 0)
            {
                i++;
                continue;
            }

            marked.Append(text[copied..i]);
            marked.Append([(byte)Symbol]);
            SymbolCount++;
            i += length;
            copied = i;
        }

        marked.Append(text[copied..]);
    }

    private void CountWords(ReadOnlySpan<byte> text)
    {
        int start = 0;
        bool afterSpace = false;
        for (int i = 0; i < text.Length;)
        {
            bool isSpace = text[i..].StartsWith(Space);
            bool ends = text[i] == Symbol || i == text.Length - 1;
            if (ends || (_options.SplitByWhitespace && IsBetweenWords(afterSpace, isSpace)))
            {
                int nextLength = TextNormalizer.Utf8Length(text[i]);
                if (i > start)
                    Counts.Add(text[start..Math.Min(i + nextLength, text.Length)], 1);
                start = ends ? i + 1 : i;
            }

            afterSpace = isSpace;
            i += isSpace ? Space.Length : 1;
        }
    }

    private bool IsBetweenWords(bool afterSpace, bool atSpace)
    {
        (bool before, bool after) = _options.TreatWhitespaceAsSuffix ? (atSpace, afterSpace) : (afterSpace, atSpace);
        return after && !(_options.AllowWhitespaceOnlyPieces && before);
    }
}
