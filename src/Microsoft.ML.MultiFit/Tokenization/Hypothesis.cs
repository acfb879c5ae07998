namespace Microsoft.ML.MultiFit;

/// <summary>A segmentation of the end of a text.</summary>
/// <param name="First">Its first piece. An edge before the text says that it is one of the whole text.</param>
/// <param name="Rest">The pieces after it; null at the end of the text.</param>
/// <param name="Score">The sum of its scores.</param>
/// <param name="Bound">What <paramref name="Score"/> becomes with the best pieces before.</param>
internal sealed record Hypothesis(LatticeEdge First, Hypothesis? Rest, float Score, float Bound);
