namespace Microsoft.ML.MultiFit;

/// <summary>Concat pooling of one document after the other while their outputs pass by.</summary>
/// <param name="documents">Piece ids of all documents.</param>
/// <param name="embeddingSize">Width of the encoder's output.</param>
/// <param name="maxLength">Only a document's last that many tokens are pooled.</param>
/// <param name="pooled">Takes a document's index and its <c>[last, max, mean]</c>, each of the embedding's width, once it has passed.</param>
internal sealed unsafe class PooledOutput(IReadOnlyList<int[]> documents, int embeddingSize, int maxLength, Action<int, float[]> pooled) : IEncoderOutputReader
{
    private readonly float[] _max = new float[embeddingSize];

    // Sums over a document of any length stay exact to the last digit of a float.
    private readonly double[] _sum = new double[embeddingSize];

    public void Read(RowTiles output, DocumentChunk chunk)
    {
        foreach (var segment in chunk.Segments)
        {
            int length = documents[segment.Document].Length;
            if (segment.Position == 0)
            {
                Array.Fill(_max, float.NegativeInfinity);
                Array.Clear(_sum);
            }

            for (int i = Math.Max(0, length - maxLength - segment.Position); i < segment.Count; i++)
                Add(output.Row(segment.Row + i));
            if (segment.Position + segment.Count == length)
                pooled(segment.Document, Finish(output.Row(segment.Row + segment.Count - 1), Math.Min(length, maxLength)));
        }
    }

    private void Add(float* row)
    {
        for (int i = 0; i < embeddingSize; i++, row += PanelKernel.TileRows)
        {
            _max[i] = Math.Max(_max[i], *row);
            _sum[i] += *row;
        }
    }

    private float[] Finish(float* last, int count)
    {
        var vector = new float[3 * embeddingSize];
        for (int i = 0; i < embeddingSize; i++)
        {
            vector[i] = last[i * PanelKernel.TileRows];
            vector[embeddingSize + i] = _max[i];
            vector[(2 * embeddingSize) + i] = (float)(_sum[i] / count);
        }

        return vector;
    }
}
