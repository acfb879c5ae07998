using Microsoft.ML.Tokenizers;

namespace Microsoft.ML.MultiFit;

public sealed partial class UnigramTokenizer
{
    /// <summary>The most segmentations that <see cref="EncodeToNBest"/> gives, as in SentencePiece.</summary>
    public const int MaxNBestCount = 1024;

    /// <summary>
    /// Cuts a text as <see cref="Tokenizer.EncodeToTokens(string, out string?, bool, bool)"/> does, but says of each token which part of the text as it was
    /// given it comes from.
    /// </summary>
    /// <returns>
    /// Id, piece and range of characters (UTF-16) in <paramref name="text"/> of each token, as SentencePiece records it: a range begins where the one before it
    /// ends. It is empty for a space that was put in, and for all but the last of the tokens that one character or sequence became together. Spaces that were
    /// dropped belong to the token before them, those at the start and the end of the text to none.
    /// </returns>
    public IReadOnlyList<EncodedToken> EncodeToTokensWithOriginalOffsets(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        using var normalized = _normalizer.NormalizeWithOrigins(text);
        return TakeTokens(normalized, _segmenter.Segment(normalized.Utf8));
    }

    /// <summary>The most probable segmentations of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="count">How many at most, 1 to <see cref="MaxNBestCount"/>.</param>
    /// <returns>
    /// As many as there are, best first. They differ in their pieces before unknown ones are merged. Where very many have nearly the same score, some may be
    /// passed over.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is out of range.</exception>
    /// <exception cref="NotSupportedException">The model is not of the unigram kind.</exception>
    public IReadOnlyList<ScoredSegmentation> EncodeToNBest(string text, int count)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxNBestCount);
        var unigrams = UnigramsFor("n-best segmentations");
        using var normalized = _normalizer.NormalizeWithOrigins(text);
        var search = new NBestSearch(unigrams.Lattice(normalized.Utf8));
        if (count == 1)
        {
            // Of equal ones that which encoding gives.
            return [new ScoredSegmentation(TakeTokens(normalized, _segmenter.Segment(normalized.Utf8)), search.BestScore)];
        }

        var segmentations = new List<ScoredSegmentation>();
        foreach (var (path, score) in search.Find(count))
            segmentations.Add(new ScoredSegmentation(TakeTokens(normalized, UnigramSegmenter.PathOf(path)), score));
        return segmentations;
    }

    /// <summary>How undecided the model is between the segmentations of a text: the entropy of their distribution, in nats; 0 if there is only one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="alpha">How much the pieces' scores count, as in <see cref="SegmentationSamplingOptions.Alpha"/>; at least 0. Default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is out of range.</exception>
    /// <exception cref="NotSupportedException">The model is not of the unigram kind.</exception>
    public float CalculateEntropy(string text, float alpha = 1)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!(alpha >= 0 && float.IsFinite(alpha)))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "It must be a number from 0 on.");
        var unigrams = UnigramsFor("an entropy of segmentations");
        using var normalized = _normalizer.NormalizeToUtf8(text);
        return new LatticeProbabilities(unigrams.Lattice(normalized.Span), alpha).Entropy();
    }

    /// <summary>Draws a segmentation of a text.</summary>
    internal IReadOnlyList<EncodedToken> SampleTokens(string text, SegmentationSamplingOptions options, MersenneTwister random)
    {
        using var normalized = _normalizer.NormalizeWithOrigins(text);
        return TakeTokens(normalized, Sample(normalized.Utf8, options, random));
    }

    /// <summary>Draws a segmentation of a text.</summary>
    internal IReadOnlyList<int> SampleIds(string text, SegmentationSamplingOptions options, MersenneTwister random)
    {
        using var normalized = _normalizer.NormalizeToUtf8(text);
        using var path = MergeUnknown(Sample(normalized.Span, options, random));
        return IdsOf(normalized.Span, TakeFirst(path.Span, int.MaxValue, out int tokenCount), tokenCount);
    }

    private PooledList<SegmentPiece> Sample(ReadOnlySpan<byte> text, SegmentationSamplingOptions options, MersenneTwister random)
    {
        if (_segmenter is not UnigramSegmenter unigrams || options.NBestSize < 0)
            return ((ISamplingSegmenter)_segmenter).Sample(text, options.Alpha, random);
        if (options.NBestSize <= 1)
            return _segmenter.Segment(text);
        var best = new NBestSearch(unigrams.Lattice(text)).Find(options.NBestSize);
        // Relative to the best one, or all would vanish in a long text.
        int drawn = random.Choose([.. best.Select(segmentation => MathF.Exp(options.Alpha * (segmentation.Score - best[0].Score)))]);
        return UnigramSegmenter.PathOf(best[drawn].Path);
    }

    private UnigramSegmenter UnigramsFor(string what) => _segmenter as UnigramSegmenter
        ?? throw new NotSupportedException($"The SentencePiece model is of the kind {Model.TrainerSpec.ModelType}; only Unigram models have {what}.");

    /// <summary>The tokens of a segmentation, whose memory is given back.</summary>
    private List<EncodedToken> TakeTokens(NormalizedText text, PooledList<SegmentPiece> segmentation)
    {
        using var path = MergeUnknown(segmentation);
        var tokens = new List<EncodedToken>(path.Length);
        int start = 0;
        foreach (var (end, id) in path.Span)
        {
            var origin = text.OriginOf(start, end - start);
            AddTokens(tokens, id, text.Utf8[start..end], origin, origin.Start..origin.Start);
            start = end;
        }

        return tokens;
    }
}
