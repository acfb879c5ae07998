namespace Microsoft.ML.MultiFit;

/// <summary>
/// Learns a vocabulary of whole words by counting them. The result is a SentencePiece model of the kind <see cref="SentencePieceModelType.Word"/>, for the same
/// files and tokenizer as any other. Equal input and options give the same vocabulary.
/// </summary>
public sealed class WordVocabularyTrainer
{
    private readonly WordVocabularyOptions _options;

    /// <summary>Creates a trainer.</summary>
    /// <exception cref="ArgumentException">Options are out of range; the message lists all of them.</exception>
    public WordVocabularyTrainer(WordVocabularyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options.Check(nameof(options), options.Problems());
        _options = options;
    }

    /// <summary>Learns from sentences to which <see cref="TextRules"/> have been applied already; words are what stands between spaces.</summary>
    /// <param name="sentences">Read once.</param>
    /// <param name="progress">Gets one report at the end: stage <c>vocabulary</c>.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">There is no text, or no word occurs often enough.</exception>
    public SentencePieceModel Train(IEnumerable<string> sentences, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        var counts = Count(sentences, cancellationToken);
        foreach (string symbol in _options.Symbols)
            counts.Remove(symbol[1..]);
        // Ties in an order that does not depend on the order of the sentences.
        var words = counts.Where(entry => entry.Value >= _options.MinCount)
            .OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .Take(_options.VocabularySize - _options.Symbols.Count).ToList();
        if (words.Count == 0)
            throw new ArgumentException($"There is no text to learn a vocabulary from: no word occurs {_options.MinCount} times.", nameof(sentences));
        double logTotal = Math.Log(words.Sum(word => (double)word.Value));
        progress?.Report(new TrainingProgress("vocabulary", 0, 0, 1, 1, double.NaN));
        return Create(
            [
                .. _options.Symbols.Select((symbol, id) => new SentencePiece(symbol, 0, id == 0 ? SentencePieceType.Unknown : SentencePieceType.UserDefined)),
                .. words.Select(word => new SentencePiece(TextNormalizer.SpaceSymbol + word.Key, (float)(Math.Log(word.Value) - logTotal), SentencePieceType.Normal)),
            ],
            unknownId: 0);
    }

    /// <summary>A word model: text is not normalised but for its spaces.</summary>
    internal static SentencePieceModel Create(IReadOnlyList<SentencePiece> pieces, int unknownId) => new(
        pieces,
        new SentencePieceTrainerSpec
        {
            ModelType = SentencePieceModelType.Word,
            VocabularySize = pieces.Count,
            CharacterCoverage = 1,
            UserDefinedSymbols = [.. pieces.Where(piece => piece.Type == SentencePieceType.UserDefined).Select(piece => piece.Piece)],
            UnknownId = unknownId,
            BeginOfSentenceId = -1,
            EndOfSentenceId = -1,
            PadId = -1,
        },
        new SentencePieceNormalizerSpec(NormalizationRules.Identity));

    private Dictionary<string, long> Count(IEnumerable<string> sentences, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        var lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (string sentence in sentences)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var range in sentence.AsSpan().Split(' '))
            {
                var word = sentence.AsSpan()[range];
                // A space's symbol inside a word would cut it in two when text is encoded.
                if (word.IsEmpty || word.Length > _options.MaxWordLength || word.Contains(TextNormalizer.SpaceSymbol[0]))
                    continue;
                lookup[word] = lookup.TryGetValue(word, out long count) ? count + 1 : 1;
            }

            if (counts.Count > _options.MaxDistinctWords)
                ForgetRarest(counts);
        }

        return counts;
    }

    /// <summary>Forgets half of the words or more at once, so that the effort is spread over as many new ones.</summary>
    private void ForgetRarest(Dictionary<string, long> counts)
    {
        while (counts.Count > _options.MaxDistinctWords / 2)
        {
            long rarest = counts.Values.Min();
            foreach (var (word, count) in counts)
            {
                // Removing while enumerating is allowed in a dictionary.
                if (count == rarest)
                    counts.Remove(word);
            }
        }
    }
}
