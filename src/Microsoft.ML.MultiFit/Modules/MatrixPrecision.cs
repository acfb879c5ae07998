namespace Microsoft.ML.MultiFit;

/// <summary>How exact the matrix products of a network are while it learns. Where no gradient is taken they are in 32-bit floats.</summary>
internal enum MatrixPrecision
{
    /// <summary>Factors, sums and results in 32-bit floats.</summary>
    Single,

    /// <summary>
    /// Factors and results rounded to bfloat16 (8 bits of mantissa, the range of a 32-bit float), sums in 32-bit floats; weights, activations and all else stay
    /// 32-bit floats (mixed precision: Micikevicius et al. 2018; with bfloat16: Kalamkar et al. 2019).
    /// </summary>
    Bfloat16,
}
