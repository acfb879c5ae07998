namespace Microsoft.ML.MultiFit;

/// <summary>A part of a document in a chunk.</summary>
/// <param name="Document">Index of the document.</param>
/// <param name="Position">Index of the part's first token in its document; 0 starts with an empty state.</param>
/// <param name="Row">Row of that token in the chunk.</param>
/// <param name="Count">Tokens.</param>
internal readonly record struct Segment(int Document, int Position, int Row, int Count);

/// <summary>
/// Documents laid end to end and cut into chunks of at most <see cref="Capacity"/> tokens: short documents share a chunk, a long one takes many and carries its
/// state from one to the next. Memory is therefore bounded whatever the lengths, and the matrix products are never small.
/// </summary>
internal sealed record DocumentChunk(IReadOnlyList<Segment> Segments, int RowCount)
{
    public const int Capacity = 256;

    /// <summary>The chunks of a range of documents, all of nearly the same size.</summary>
    public static IEnumerable<DocumentChunk> Cut(IReadOnlyList<int[]> documents, Range range)
    {
        var (first, count) = range.GetOffsetAndLength(documents.Count);
        long total = 0;
        for (int document = first; document < first + count; document++)
            total += documents[document].Length;
        long chunks = (total + Capacity - 1) / Capacity;
        int size = (int)((total + chunks - 1) / chunks);
        var segments = new List<Segment>();
        int rows = 0;
        for (int document = first; document < first + count; document++)
        {
            for (int position = 0; position < documents[document].Length;)
            {
                int length = Math.Min(size - rows, documents[document].Length - position);
                segments.Add(new Segment(document, position, rows, length));
                rows += length;
                position += length;
                if (rows < size)
                    continue;
                yield return new DocumentChunk(segments, rows);
                segments = [];
                rows = 0;
            }
        }

        if (rows > 0)
            yield return new DocumentChunk(segments, rows);
    }
}
