namespace Microsoft.ML.MultiFit;

/// <summary>
/// Learns a unigram vocabulary: seed pieces, expectation maximisation and pruning until the wanted size is reached (Kudo 2018). Equal input
/// and options give the same vocabulary, whatever the number of threads. The model can be saved for SentencePiece's own tools.
/// </summary>
public sealed class UnigramTrainer
{
    internal const string UnknownPiece = "<unk>";

    // The last round may leave this many more pieces than wanted; the final choice drops them by score.
    private const double Surplus = 1.1;
    private const float MissingCharacterStep = 0.0001f;

    private readonly UnigramTrainerOptions _options;

    /// <summary>Creates a trainer.</summary>
    /// <exception cref="ArgumentException">Options are out of range; the message lists all of them.</exception>
    public UnigramTrainer(UnigramTrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options.Check(nameof(options), options.Problems());
        _options = options;
    }

    /// <summary>Learns from sentences to which <see cref="TextRules"/> have been applied already.</summary>
    /// <param name="sentences">Read once; empty ones are passed over.</param>
    /// <param name="progress">Gets a report after each step: stage <c>vocabulary</c>, loss in nats per character.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">
    /// There is no text, or <see cref="UnigramTrainerOptions.VocabularySize"/> does not fit it; the message says what does.
    /// </exception>
    public SentencePieceModel Train(IEnumerable<string> sentences, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        var normalizerSpec = new SentencePieceNormalizerSpec(_options.Normalization)
        {
            AddDummyPrefix = _options.AddDummyPrefix,
            RemoveExtraWhitespaces = _options.RemoveExtraWhitespaces,
        };
        var denormalizerSpec = _options.Denormalization is { } rules ? SentencePieceNormalizerSpec.Of(rules) : null;
        var normalizer = new TextNormalizer(normalizerSpec, _options.Normalization.Map, _options.UserDefinedSymbols);
        var corpus = UnigramCorpus.Gather(sentences, _options, normalizer, cancellationToken);
        CheckAlphabet(corpus);

        var learning = new UnigramLearning(corpus, _options.ThreadCount ?? Environment.ProcessorCount, cancellationToken);
        var pieces = SeedPieces.Find(corpus, _options);
        int target = (int)(_options.VocabularySize * Surplus);
        var reports = new Reports(progress, StepCount(pieces.Count, target));
        while (true)
        {
            for (int i = 0; i < _options.SubIterationCount; i++)
            {
                double[] expected = learning.Expect(pieces, out double loss);
                pieces = UnigramLearning.Maximize(pieces, expected);
                reports.Add(loss);
            }

            if (pieces.Count <= target)
                break;
            pieces = learning.Prune(pieces, Math.Max(target, (int)(_options.ShrinkingFactor * pieces.Count)));
        }

        return new SentencePieceModel(Choose(corpus, pieces), TrainerSpec(), normalizerSpec, denormalizerSpec);
    }

    private void CheckAlphabet(UnigramCorpus corpus)
    {
        if (corpus.Alphabet.Length == 0)
            throw new ArgumentException("There is no text to learn a vocabulary from.", "sentences");
        int needed = corpus.Alphabet.Length + SymbolCount;
        if (needed > _options.VocabularySize)
        {
            throw new ArgumentException(
                $"VocabularySize {_options.VocabularySize} is too small for this text: its {corpus.Alphabet.Length} characters and the {SymbolCount} symbols "
                + $"need at least {needed}. Raise it, or lower CharacterCoverage.",
                "sentences");
        }
    }

    private int SymbolCount => _options.UserDefinedSymbols.Count + 1;

    /// <summary>Steps that the work takes if each round prunes as much as it may.</summary>
    private int StepCount(int pieceCount, int target)
    {
        double rounds = Math.Log(Math.Max(1.0, (double)pieceCount / target)) / -Math.Log(_options.ShrinkingFactor);
        return _options.SubIterationCount * (1 + (int)Math.Ceiling(rounds));
    }

    /// <summary>The symbols, then the alphabet and the best other pieces by falling score.</summary>
    private List<SentencePiece> Choose(UnigramCorpus corpus, UnigramPieces pieces)
    {
        var chosen = new Dictionary<string, float>(StringComparer.Ordinal);
        var scores = new Dictionary<string, float>(StringComparer.Ordinal);
        for (int i = 0; i < pieces.Count; i++)
            scores[corpus.Read(pieces.Starts[i], pieces.Lengths[i])] = (float)pieces.Scores[i];
        scores.Remove(UnknownPiece);
        float missingScore = scores.Values.Min();
        foreach (int character in corpus.Alphabet)
        {
            string piece = char.ConvertFromUtf32(character);
            if (!scores.TryGetValue(piece, out float score))
            {
                score = missingScore;
                missingScore += MissingCharacterStep;
            }

            chosen[piece] = score;
        }

        foreach (var (piece, score) in scores.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (chosen.Count == _options.VocabularySize - SymbolCount)
                break;
            chosen.TryAdd(piece, score);
        }

        if (chosen.Count < _options.VocabularySize - SymbolCount)
        {
            throw new ArgumentException(
                $"VocabularySize {_options.VocabularySize} is too large for this text: it yields {chosen.Count + SymbolCount} pieces. "
                + $"Set it to {chosen.Count + SymbolCount} or less, or give more text.",
                "sentences");
        }

        return
        [
            .. _options.UserDefinedSymbols.Select(symbol => new SentencePiece(symbol, 0, SentencePieceType.UserDefined)),
            new SentencePiece(UnknownPiece, 0, SentencePieceType.Unknown),
            .. chosen.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => new SentencePiece(entry.Key, entry.Value, SentencePieceType.Normal)),
        ];
    }

    private SentencePieceTrainerSpec TrainerSpec() => new()
    {
        VocabularySize = _options.VocabularySize,
        CharacterCoverage = (float)_options.CharacterCoverage,
        UserDefinedSymbols = _options.UserDefinedSymbols,
        UnknownId = _options.UserDefinedSymbols.Count,
        BeginOfSentenceId = -1,
        EndOfSentenceId = -1,
        PadId = -1,
    };

    private sealed class Reports(IProgress<TrainingProgress>? progress, int stepCount)
    {
        private readonly long _begin = System.Diagnostics.Stopwatch.GetTimestamp();
        private int _step;

        public void Add(double loss)
        {
            _step++;
            var elapsed = System.Diagnostics.Stopwatch.GetElapsedTime(_begin);
            int left = Math.Max(0, stepCount - _step);
            progress?.Report(new TrainingProgress("vocabulary", 0, 0, _step, _step + left, loss, Remaining: elapsed / _step * left));
        }
    }
}
