namespace Microsoft.ML.MultiFit;

/// <summary>The LASER encoder's forward pass over a group of sentences. For one thread at a time.</summary>
internal sealed unsafe class LaserForward
{
    private readonly PackedLaserEncoder _encoder;
    private readonly AlignedFloats _memory;
    private RowTiles _input;
    private RowTiles _output;

    /// <summary>Takes memory for groups of so many units.</summary>
    public LaserForward(PackedLaserEncoder encoder, int capacity)
    {
        _encoder = encoder;
        // Every layer has the same units, and no state outlasts a group.
        _memory = encoder.Layers[0][0].NewMemory(capacity);
        int width = Math.Max(encoder.Architecture.EmbeddingSize, LayerWidth);
        _input = new RowTiles(capacity, width);
        _output = new RowTiles(capacity, width);
    }

    // The last direction's units, rounded up to whole groups of lanes, may reach beyond the output.
    private int LayerWidth => _encoder.Architecture.OutputSize - _encoder.Architecture.HiddenSize + _encoder.Layers[0][0].OutputWidth;

    /// <summary>Runs whole sentences.</summary>
    /// <param name="sentences">Ids of all sentences.</param>
    /// <param name="group">Which of them.</param>
    /// <param name="vectors">Takes the vector of each, the largest value of every output over time.</param>
    /// <param name="threadCount">Threads to use; they change no result.</param>
    public void Run(IReadOnlyList<int[]> sentences, DocumentChunk group, float[][] vectors, int threadCount)
    {
        _output.WithWidth(_encoder.Architecture.EmbeddingSize);
        foreach (var segment in group.Segments)
            Embed(sentences[segment.Document], segment);
        foreach (var layer in _encoder.Layers)
        {
            (_input, _output) = (_output, _input);
            _output.WithWidth(LayerWidth);
            // Forward first: the units that fill its last group of lanes up lie where the other direction's begin.
            foreach (var direction in layer)
                direction.Run(_input, _output, group, _memory, threadCount);
        }

        foreach (var segment in group.Segments)
            vectors[segment.Document] = Largest(segment);
    }

    private void Embed(int[] sentence, Segment segment)
    {
        int size = _encoder.Architecture.EmbeddingSize;
        for (int i = 0; i < segment.Count; i++)
        {
            float* row = _output.Row(segment.Row + i);
            foreach (float value in _encoder.Embedding.AsSpan(sentence[i] * size, size))
            {
                *row = value;
                row += PanelKernel.TileRows;
            }
        }
    }

    private float[] Largest(Segment segment)
    {
        var largest = new float[_encoder.Architecture.OutputSize];
        Array.Fill(largest, float.NegativeInfinity);
        for (int row = segment.Row; row < segment.Row + segment.Count; row++)
        {
            float* value = _output.Row(row);
            for (int i = 0; i < largest.Length; i++, value += PanelKernel.TileRows)
                largest[i] = Math.Max(largest[i], *value);
        }

        return largest;
    }
}
