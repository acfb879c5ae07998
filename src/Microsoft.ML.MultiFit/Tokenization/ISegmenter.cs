namespace Microsoft.ML.MultiFit;

/// <summary>Cuts a normalised text into the pieces of a vocabulary.</summary>
internal interface ISegmenter
{
    /// <summary>The pieces of <paramref name="text"/> (UTF-8), from first to last; neighbouring unknown ones apart. The caller disposes of them.</summary>
    PooledList<SegmentPiece> Segment(ReadOnlySpan<byte> text);
}
