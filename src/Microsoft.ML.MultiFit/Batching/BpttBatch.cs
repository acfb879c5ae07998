namespace Microsoft.ML.MultiFit;

/// <summary>One step of back-propagation through time.</summary>
/// <param name="Input">Piece ids <c>[rows, length]</c>, row-major.</param>
/// <param name="Target">The pieces that follow them, <c>[rows, length]</c>; −1 where none is to be predicted.</param>
/// <param name="Rows">Rows of the batch.</param>
/// <param name="Length">Steps of every row.</param>
internal sealed record BpttBatch(long[] Input, int[] Target, int Rows, int Length);
