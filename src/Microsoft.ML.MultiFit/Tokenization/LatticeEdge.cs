namespace Microsoft.ML.MultiFit;

/// <summary>A piece at a place of a text.</summary>
/// <param name="Start">Where it begins, in bytes.</param>
/// <param name="End">Where it ends, in bytes.</param>
/// <param name="Id">Its id.</param>
/// <param name="Score">Its log probability.</param>
internal readonly record struct LatticeEdge(int Start, int End, int Id, float Score);
