namespace Microsoft.ML.MultiFit;

/// <summary>Perplexity of one document after the other while their outputs pass by.</summary>
/// <param name="documents">Piece ids of all documents.</param>
/// <param name="decoder">Gives the cross entropies.</param>
/// <param name="finished">Takes a document's index and its perplexity once it has passed.</param>
internal sealed class PerplexityOutput(IReadOnlyList<int[]> documents, PackedDecoder decoder, Action<int, float> finished) : IEncoderOutputReader
{
    private double _sum;

    public void Read(RowTiles output, DocumentChunk chunk)
    {
        var targets = new int[chunk.RowCount];
        foreach (var segment in chunk.Segments)
        {
            var document = documents[segment.Document];
            for (int i = 0; i < segment.Count; i++)
                targets[segment.Row + i] = segment.Position + i + 1 < document.Length ? document[segment.Position + i + 1] : -1;
        }

        var crossEntropy = new double[chunk.RowCount];
        decoder.CrossEntropy(output, targets, crossEntropy);
        foreach (var segment in chunk.Segments)
        {
            if (segment.Position == 0)
                _sum = 0;
            for (int row = segment.Row; row < segment.Row + segment.Count; row++)
                _sum += targets[row] >= 0 ? crossEntropy[row] : 0;
            int length = documents[segment.Document].Length;
            if (segment.Position + segment.Count == length)
                finished(segment.Document, (float)Math.Exp(_sum / (length - 1)));
        }
    }
}
