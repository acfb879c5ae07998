namespace Microsoft.ML.MultiFit;

/// <summary>A normalised text and where in the original each of its bytes comes from, in rented memory; <see cref="Dispose"/> gives it back.</summary>
internal readonly struct NormalizedText(PooledList<byte> utf8, PooledList<int> origins) : IDisposable
{
    private readonly PooledList<byte> _utf8 = utf8;
    private readonly PooledList<int> _origins = origins;

    /// <summary>The normalised text in UTF-8.</summary>
    public ReadOnlySpan<byte> Utf8 => _utf8.Span;

    /// <summary>
    /// For each byte of <see cref="Utf8"/> the index in the original, in UTF-16, where the character or sequence begins that it was made of; then
    /// one more for the end: where the spaces begin that were dropped there, else the original's length. Never falls.
    /// </summary>
    public ReadOnlySpan<int> Origins => _origins.Span;

    /// <summary>The part of the original that became so many bytes from <paramref name="start"/> on. Empty for a space that was put in.</summary>
    public Range OriginOf(int start, int length) => Origins[start]..Origins[start + length];

    public void Dispose()
    {
        _utf8.Dispose();
        _origins.Dispose();
    }
}
