namespace Microsoft.ML.MultiFit;

/// <summary>Piece ids in memory, in a single array.</summary>
internal sealed class TokenArray : ITokenStore
{
    private readonly int[] _ids;
    private readonly long[] _starts;

    private TokenArray(int[] ids, long[] starts)
    {
        _ids = ids;
        _starts = starts;
    }

    public int DocumentCount => _starts.Length - 1;

    /// <exception cref="ArgumentException">The ids of all documents do not fit one array.</exception>
    public static TokenArray Of(IEnumerable<int[]> documents)
    {
        var starts = new List<long> { 0 };
        var ids = new int[1024];
        foreach (var document in documents)
        {
            long end = starts[^1] + document.Length;
            if (end > Array.MaxLength)
            {
                throw new ArgumentException(
                    $"The documents have more than {Array.MaxLength} pieces, which is more than memory is used for; a {nameof(TokenCache)} holds them in a file.");
            }

            if (end > ids.Length)
                Array.Resize(ref ids, (int)Math.Min(Array.MaxLength, Math.Max(end, ids.Length * 3L / 2)));
            document.CopyTo(ids.AsSpan((int)starts[^1]));
            starts.Add(end);
        }

        Array.Resize(ref ids, (int)starts[^1]);
        return new TokenArray(ids, [.. starts]);
    }

    public long Start(int document) => _starts[document];

    public ReadOnlySpan<int> Ids(long start, int length) => _ids.AsSpan((int)start, length);

    public void Dispose()
    {
    }
}
