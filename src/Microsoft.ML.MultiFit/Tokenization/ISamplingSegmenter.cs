namespace Microsoft.ML.MultiFit;

/// <summary>A segmenter that can also cut a text otherwise than best, at random.</summary>
internal interface ISamplingSegmenter : ISegmenter
{
    /// <summary>Draws the pieces of <paramref name="text"/> (UTF-8), from first to last; neighbouring unknown ones apart. The caller disposes of them.</summary>
    /// <param name="text">The normalised text.</param>
    /// <param name="alpha">As <see cref="SegmentationSamplingOptions.Alpha"/>.</param>
    /// <param name="random">Draws.</param>
    PooledList<SegmentPiece> Sample(ReadOnlySpan<byte> text, float alpha, MersenneTwister random);
}
