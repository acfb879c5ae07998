namespace Microsoft.ML.MultiFit;

/// <summary>One array of learned numbers, row-major.</summary>
/// <param name="Shape">The sizes of the dimensions, outermost first.</param>
/// <param name="Values">As many values as the sizes multiply to.</param>
public sealed record WeightTensor(int[] Shape, float[] Values)
{
    /// <summary>The shape as text, e.g. <c>[4650, 800]</c>.</summary>
    public string ShapeText => $"[{string.Join(", ", Shape)}]";
}
