using System.Globalization;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Learns a unigram vocabulary: seed pieces, expectation maximisation and pruning until the wanted size is reached (Kudo 2018). Equal input
/// and options give the same vocabulary, whatever the number of threads and the order of the sentences, and nearly the one that SentencePiece's own
/// trainer learns. The model can be saved for its tools.
/// </summary>
/// <remarks>
/// Memory grows with the text's different words, or with its different sentences where they are not split at spaces; about 100 bytes a character of
/// those. <see cref="UnigramTrainerOptions.InputSentenceCount"/> bounds it.
/// </remarks>
public sealed class UnigramTrainer
{
    // The last round may leave this many more pieces than wanted; the final choice drops them by score.
    private const double Surplus = 1.1;

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
    /// <param name="sentences">Read once, by one thread at a time; empty ones and those with the reserved character U+2585 are passed over.</param>
    /// <param name="progress">
    /// Told how far each stage is: <c>vocabulary text</c> (steps are sentences, of an unknown number), <c>vocabulary seeds</c> (steps are places of the text's
    /// words) and, for most of the time, <c>vocabulary</c> (steps of expectation maximisation; loss in nats per character). From several threads, one at a time.
    /// </param>
    /// <param name="cancellationToken">Stops the work in each of them.</param>
    /// <exception cref="ArgumentException">
    /// There is no text, or <see cref="UnigramTrainerOptions.VocabularySize"/> does not fit it; the message says which size or coverage does.
    /// </exception>
    public SentencePieceModel Train(IEnumerable<string> sentences, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _options.ThreadCount ?? Environment.ProcessorCount, CancellationToken = cancellationToken };
        var symbols = new UnigramSymbols(_options);
        var normalizerSpec = new SentencePieceNormalizerSpec(_options.Normalization)
        {
            AddDummyPrefix = _options.AddDummyPrefix,
            RemoveExtraWhitespaces = _options.RemoveExtraWhitespaces,
        };
        var denormalizerSpec = _options.Denormalization is { } rules ? SentencePieceNormalizerSpec.Of(rules) : null;
        var normalizer = new TextNormalizer(normalizerSpec, _options.Normalization.Map, _options.UserDefinedSymbols, _options.TreatWhitespaceAsSuffix);
        var reports = new UnigramProgress(progress);
        var corpus = Gather(reports.Reading(sentences), normalizer, symbols, parallel);
        CheckAlphabet(corpus, symbols);
        var vocabulary = Learn(corpus, symbols, _options.VocabularySize, reports, parallel);
        int size = vocabulary.Count + symbols.Count;
        if (size < _options.VocabularySize && _options.HardVocabularyLimit)
        {
            int largest = Largest(corpus, symbols, size, parallel);
            throw new ArgumentException(
                $"VocabularySize {_options.VocabularySize} is too large for this text: it yields {size} pieces. "
                + (largest < UnigramTrainerOptions.LeastVocabularySize ? "Give" : $"Set it to {largest} or less, give") + " more text, or set HardVocabularyLimit to false.",
                nameof(sentences));
        }

        return new SentencePieceModel(symbols.Merge(vocabulary), _options.ToTrainerSpec(symbols.UnknownId, size), normalizerSpec, denormalizerSpec);
    }

    // A scope of its own, so that the words as bytes are not kept while pieces are learned.
    private UnigramCorpus Gather(IEnumerable<string> sentences, TextNormalizer normalizer, UnigramSymbols symbols, ParallelOptions parallel)
    {
        var words = UnigramWords.Count(sentences, _options, normalizer, symbols.Texts, parallel);
        parallel.CancellationToken.ThrowIfCancellationRequested();
        return UnigramCorpus.Of(words, UnigramAlphabet.Of(words, _options));
    }

    private void CheckAlphabet(UnigramCorpus corpus, UnigramSymbols symbols)
    {
        if (corpus.CharacterCount == 0)
            throw new ArgumentException("There is no text to learn a vocabulary from.", "sentences");
        int characters = corpus.Alphabet.Characters.Count;
        if (characters + symbols.Count > _options.VocabularySize)
        {
            float? coverage = _options.UseAllCharacters ? null : corpus.Alphabet.LargestCoverage(_options.VocabularySize - symbols.Count);
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"VocabularySize {_options.VocabularySize} is too small for this text: its {characters} characters and the {symbols.Count} symbols "
                    + $"need at least {characters + symbols.Count}. Raise it{(coverage is null ? "" : $", or lower CharacterCoverage to {coverage} or less")}."),
                "sentences");
        }
    }

    /// <summary>The learned pieces of a vocabulary, at most as many as its size leaves beside the symbols.</summary>
    private List<SentencePiece> Learn(UnigramCorpus corpus, UnigramSymbols symbols, int size, UnigramProgress reports, ParallelOptions parallel)
    {
        var (seeds, edges) = SeedPieces.Find(corpus, _options, reports, parallel);
        var learning = new UnigramLearning(corpus, seeds, edges, parallel);
        int target = (int)(size * Surplus);
        int step = 0, stepCount = StepCount(seeds.Count, target);
        reports.Learned(step, stepCount, double.NaN);
        while (true)
        {
            for (int i = 0; i < _options.SubIterationCount; i++)
            {
                learning.Maximize(learning.Expect(out double loss));
                reports.Learned(++step, stepCount, loss);
                parallel.CancellationToken.ThrowIfCancellationRequested();
            }

            if (learning.Pieces.Count <= target)
                return UnigramVocabulary.Choose(corpus, learning.Pieces, size - symbols.Count, symbols.Texts);
            learning.Prune(Math.Max(target, (int)(_options.ShrinkingFactor * learning.Pieces.Count)));
        }
    }

    /// <summary>The largest size below a failed one that works: trying it may prune more, and then fewer pieces are left.</summary>
    private int Largest(UnigramCorpus corpus, UnigramSymbols symbols, int size, ParallelOptions parallel)
    {
        while (Learn(corpus, symbols, size, new UnigramProgress(null), parallel).Count + symbols.Count is var left && left < size)
            size = left;
        return size;
    }

    /// <summary>Steps that the work takes if each round prunes as much as it may.</summary>
    private int StepCount(int pieceCount, int target)
    {
        double rounds = Math.Log(Math.Max(1.0, (double)pieceCount / target)) / -Math.Log(_options.ShrinkingFactor);
        return _options.SubIterationCount * (1 + (int)Math.Ceiling(rounds));
    }
}
