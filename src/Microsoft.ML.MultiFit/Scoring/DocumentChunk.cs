namespace Microsoft.ML.MultiFit;

/// <summary>A part of a document in a chunk.</summary>
/// <param name="Document">Index of the document.</param>
/// <param name="Position">Index of the part's first token in its document; 0 starts with an empty state.</param>
/// <param name="Row">Row of that token in the chunk.</param>
/// <param name="Count">Tokens.</param>
internal readonly record struct Segment(int Document, int Position, int Row, int Count);

/// <summary>
/// Documents laid end to end and cut into chunks of limited size: short documents share a chunk, a long one takes many and carries its state from one to
/// the next. So only a chunk's first part can go on from the chunk before, and only its last part can go on in the next. Memory is bounded whatever the
/// lengths, and the matrix products are never small.
/// </summary>
internal sealed record DocumentChunk(IReadOnlyList<Segment> Segments, int RowCount)
{
    /// <summary>For every row whether a document begins there.</summary>
    public bool[] Starts()
    {
        var starts = new bool[RowCount];
        foreach (var segment in Segments)
            starts[segment.Row] = segment.Position == 0;
        return starts;
    }

    /// <summary>The chunks of a range of documents, all of nearly the same size, which is at most <paramref name="capacity"/> tokens.</summary>
    public static IEnumerable<DocumentChunk> Cut(IReadOnlyList<int[]> documents, Range range, int capacity)
    {
        var (first, count) = range.GetOffsetAndLength(documents.Count);
        long total = 0;
        for (int document = first; document < first + count; document++)
            total += documents[document].Length;
        long chunks = (total + capacity - 1) / capacity;
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
