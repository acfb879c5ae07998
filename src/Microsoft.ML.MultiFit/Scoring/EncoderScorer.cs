namespace Microsoft.ML.MultiFit;

/// <summary>The encoder's forward pass over chunks, with the state carried from chunk to chunk. For one thread at a time.</summary>
internal sealed unsafe class EncoderScorer
{
    private readonly PackedEncoder _encoder;
    private readonly AlignedFloats[] _cellStates;
    private readonly bool[] _isStart = new bool[DocumentChunk.Capacity];
    private RowTiles _input;
    private RowTiles _output;

    public EncoderScorer(PackedEncoder encoder)
    {
        _encoder = encoder;
        _cellStates = [.. encoder.Layers.Select(layer => new AlignedFloats(layer.OutputWidth))];
        int width = encoder.Layers.Max(layer => Math.Max(layer.Depth, layer.OutputWidth));
        _input = new RowTiles(DocumentChunk.Capacity, width);
        _output = new RowTiles(DocumentChunk.Capacity, width);
    }

    /// <summary>Runs the next chunk.</summary>
    /// <param name="documents">Piece ids of all documents.</param>
    /// <param name="chunk">Which of them; a document's parts must come in order, with no other document between them.</param>
    /// <param name="threadCount">Threads to use.</param>
    /// <returns>The last layer's output, <c>[rows, embedding or more]</c>, valid until the next call.</returns>
    public RowTiles Forward(IReadOnlyList<int[]> documents, DocumentChunk chunk, int threadCount)
    {
        Array.Clear(_isStart);
        _output.WithWidth(_encoder.Layers[0].Depth);
        foreach (var segment in chunk.Segments)
        {
            _isStart[segment.Row] = segment.Position == 0;
            Embed(documents[segment.Document], segment);
        }

        for (int layer = 0; layer < _encoder.Layers.Count; layer++)
        {
            (_input, _output) = (_output, _input);
            _output.WithWidth(_encoder.Layers[layer].OutputWidth);
            RunLayer(layer, chunk.RowCount, threadCount);
        }

        return _output;
    }

    private void RunLayer(int layer, int rowCount, int threadCount)
    {
        var packed = _encoder.Layers[layer];
        void RunPanel(int panel) => packed.Run(panel, _input, _output, _cellStates[layer].Span, _isStart.AsSpan(0, rowCount));
        if (threadCount == 1)
        {
            for (int panel = 0; panel < packed.PanelCount; panel++)
                RunPanel(panel);
        }
        else
        {
            Parallel.For(0, packed.PanelCount, new ParallelOptions { MaxDegreeOfParallelism = threadCount }, RunPanel);
        }
    }

    // Columns of the current step, then with window 2 those of the previous one: zeros before a document's first token.
    private void Embed(int[] document, Segment segment)
    {
        int size = _encoder.Architecture.EmbeddingSize;
        for (int i = 0; i < segment.Count; i++)
        {
            float* row = _output.Row(segment.Row + i);
            int position = segment.Position + i;
            Copy(_encoder.Embedding.AsSpan(document[position] * size, size), row);
            if (_encoder.Architecture.FirstLayerWindow == 1)
                continue;
            row += size * PanelKernel.TileRows;
            if (position > 0)
                Copy(_encoder.Embedding.AsSpan(document[position - 1] * size, size), row);
            else
                Clear(row, size);
        }
    }

    private static void Copy(ReadOnlySpan<float> values, float* row)
    {
        for (int i = 0; i < values.Length; i++)
            row[i * PanelKernel.TileRows] = values[i];
    }

    private static void Clear(float* row, int count)
    {
        for (int i = 0; i < count; i++)
            row[i * PanelKernel.TileRows] = 0;
    }
}
