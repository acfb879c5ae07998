namespace Microsoft.ML.MultiFit;

/// <summary>The encoder's forward pass over chunks, with the state carried from chunk to chunk. For one thread at a time.</summary>
internal sealed unsafe class EncoderScorer
{
    private readonly PackedEncoder _encoder;
    private readonly AlignedFloats[] _memories;
    private readonly float[][] _lastInputs;
    private RowTiles _input;
    private RowTiles _output;

    public EncoderScorer(PackedEncoder encoder)
    {
        _encoder = encoder;
        _memories = [.. encoder.Layers.Select(layer => layer.NewMemory())];
        _lastInputs = [.. Enumerable.Range(0, encoder.Layers.Count).Select(layer => new float[encoder.Architecture.InputSize(layer)])];
        int width = encoder.Layers.Max(layer => Math.Max(layer.Depth, layer.OutputWidth));
        _input = new RowTiles(encoder.ChunkCapacity, width);
        _output = new RowTiles(encoder.ChunkCapacity, width);
    }

    /// <summary>Runs the next chunk.</summary>
    /// <param name="documents">Piece ids of all documents.</param>
    /// <param name="chunk">Which of them; a document's parts must come in order, with no other document between them.</param>
    /// <param name="threadCount">Threads to use.</param>
    /// <returns>The last layer's output, <c>[rows, embedding or more]</c>, valid until the next call.</returns>
    public RowTiles Forward(IReadOnlyList<int[]> documents, DocumentChunk chunk, int threadCount)
    {
        var layers = _encoder.Layers;
        _output.WithWidth(layers[0].Depth);
        foreach (var segment in chunk.Segments)
            Embed(documents[segment.Document], segment);
        for (int layer = 0; layer < layers.Count; layer++)
        {
            if (_encoder.Architecture.Window(layer) == 2)
                AddPrevious(_output, chunk, _lastInputs[layer]);
            (_input, _output) = (_output, _input);
            int nextDepth = layer + 1 < layers.Count ? layers[layer + 1].Depth : 0;
            _output.WithWidth(Math.Max(layers[layer].OutputWidth, nextDepth));
            layers[layer].Run(_input, _output, chunk, _memories[layer], threadCount);
        }

        return _output;
    }

    private void Embed(int[] document, Segment segment)
    {
        int size = _encoder.Architecture.EmbeddingSize;
        for (int i = 0; i < segment.Count; i++)
            Copy(_encoder.Embedding.AsSpan(document[segment.Position + i] * size, size), _output.Row(segment.Row + i));
    }

    /// <summary>Puts the columns of the previous step behind those of every step: zeros before a document's first token.</summary>
    /// <param name="rows"><c>[rows, 2 · width or more]</c>, the first columns filled.</param>
    /// <param name="chunk">Which rows belong together.</param>
    /// <param name="last">The last step of the chunk before, <c>[width]</c>; on return that of this one.</param>
    private static void AddPrevious(RowTiles rows, DocumentChunk chunk, float[] last)
    {
        int behind = last.Length * PanelKernel.TileRows;
        foreach (var segment in chunk.Segments)
        {
            if (segment.Position == 0)
                Array.Clear(last);
            for (int row = segment.Row; row < segment.Row + segment.Count; row++)
            {
                float* values = rows.Row(row);
                Copy(last, values + behind);
                for (int i = 0; i < last.Length; i++)
                    last[i] = values[i * PanelKernel.TileRows];
            }
        }
    }

    private static void Copy(ReadOnlySpan<float> values, float* row)
    {
        for (int i = 0; i < values.Length; i++)
            row[i * PanelKernel.TileRows] = values[i];
    }
}
