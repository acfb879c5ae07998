namespace Microsoft.ML.MultiFit;

/// <summary>A piece in a segmentation; it begins where the one before it ends.</summary>
/// <param name="End">Where it ends in the text, in bytes.</param>
/// <param name="Id">Its id.</param>
internal readonly record struct SegmentPiece(int End, int Id);
