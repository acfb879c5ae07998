using Microsoft.ML.Tokenizers;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Cuts text into pieces at random, so that a model that learns from it meets more than one segmentation of a word: subword regularisation with a unigram model
/// (Kudo 2018), BPE-dropout with byte pair encoding (Provilkov et al. 2020). Each call draws anew; a sequence of calls depends on
/// <see cref="SegmentationSamplingOptions.Seed"/> alone. Not for several threads: give each one a sampler with a seed of its own.
/// </summary>
public sealed class SegmentationSampler
{
    private readonly UnigramTokenizer _tokenizer;
    private readonly SegmentationSamplingOptions _options;
    private readonly MersenneTwister _random;

    /// <summary>Creates a sampler.</summary>
    /// <exception cref="ArgumentException">
    /// The vocabulary is a word or character model, which cuts every text in one way only, or options are out of range; the message lists all of them.
    /// </exception>
    public SegmentationSampler(UnigramTokenizer tokenizer, SegmentationSamplingOptions options)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(options);
        var kind = tokenizer.Model.TrainerSpec.ModelType;
        if (kind is SentencePieceModelType.Word or SentencePieceModelType.Char)
            throw new ArgumentException($"The SentencePiece model is of the kind {kind}, which cuts every text in one way only: there is nothing to draw.", nameof(tokenizer));
        Options.Check(nameof(options), options.Problems(kind));
        _tokenizer = tokenizer;
        _options = options;
        _random = new MersenneTwister((uint)options.Seed);
    }

    /// <summary>The ids of a segmentation drawn at random.</summary>
    public IReadOnlyList<int> EncodeToIds(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _tokenizer.SampleIds(text, _options, _random);
    }

    /// <summary>The tokens of a segmentation drawn at random, as <see cref="UnigramTokenizer.EncodeToTokensWithOriginalOffsets"/> gives those of the best one.</summary>
    public IReadOnlyList<EncodedToken> EncodeToTokens(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return _tokenizer.SampleTokens(text, _options, _random);
    }
}
