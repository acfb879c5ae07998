namespace Microsoft.ML.MultiFit;

/// <summary>How <see cref="SegmentationSampler"/> draws.</summary>
public sealed record SegmentationSamplingOptions
{
    /// <summary>The largest <see cref="NBestSize"/>, as in SentencePiece.</summary>
    public const int MaxNBestSize = 512;

    /// <summary>
    /// Of how many best segmentations one is drawn, at most 512; below 0 of all there are, 0 and 1 always give the best one. Of no meaning for byte pair
    /// encoding. Default −1 (Kudo 2018: ℓ = ∞; SentencePiece).
    /// </summary>
    public int NBestSize { get; init; } = -1;

    /// <summary>
    /// Unigram models: how much the pieces' scores count, at least 0; 0 makes all segmentations equally likely, 1 as likely as the model says, more prefers the
    /// best one. Byte pair encoding: the chance that a merge is left out, from 0 to 1 (BPE-dropout, Provilkov et al. 2020). Default 0.1 (SentencePiece, both).
    /// </summary>
    public float Alpha { get; init; } = 0.1f;

    /// <summary>Equal seeds give equal samples, those of <c>spm_encode --random_seed</c>. Default 0.</summary>
    public int Seed { get; init; }

    internal IEnumerable<string> Problems(SentencePieceModelType kind)
    {
        if (NBestSize > MaxNBestSize)
            yield return $"{nameof(NBestSize)} must be at most {MaxNBestSize}, but is {NBestSize}.";
        float most = kind == SentencePieceModelType.Bpe ? 1 : float.MaxValue;
        if (!(Alpha >= 0 && Alpha <= most))
            yield return FormattableString.Invariant($"{nameof(Alpha)} must be {(most == 1 ? "from 0 to 1" : "a number from 0 on")}, but is {Alpha}.");
    }
}
