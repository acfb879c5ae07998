using System.Numerics.Tensors;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// One LSTM layer. The input's share of the gates is one product for the whole chunk; the hidden state's share needs a product per step, which reads the
/// whole recurrent matrix: so up to 8 documents of a chunk go through their steps side by side, as the rows of a tile. A layer that reads backward takes
/// every part from its end, so it needs whole documents.
/// </summary>
internal sealed unsafe class PackedLstmLayer : IPackedLayer
{
    /// <summary>Tokens of a chunk: with fewer, too few documents would share it.</summary>
    public const int ChunkCapacity = 1024;

    private const int GateCount = 4;
    private const int Lanes = PanelKernel.TileRows;

    private readonly TextDirection _direction;
    private readonly int _firstColumn;
    private readonly int _gatesWidth;
    private readonly PackedMatrix _input;
    private readonly PackedMatrix _recurrent;

    /// <summary>Packs a layer's weights.</summary>
    /// <param name="weight"><c>[4 · out, in]</c>, in row blocks i, f, g, o.</param>
    /// <param name="recurrent"><c>[4 · out, out]</c>.</param>
    /// <param name="bias"><c>[4 · out]</c>.</param>
    /// <param name="direction">The order in which the layer reads.</param>
    /// <param name="firstColumn">The column of the output that its first unit goes to.</param>
    public PackedLstmLayer(WeightTensor weight, WeightTensor recurrent, WeightTensor bias, TextDirection direction = TextDirection.Forward, int firstColumn = 0)
    {
        (_direction, _firstColumn) = (direction, firstColumn);
        int outputSize = recurrent.Shape[1];
        int groupsPerGate = (outputSize + PanelKernel.Lanes - 1) / PanelKernel.Lanes;
        int panelCount = ((GateCount * groupsPerGate) + PanelKernel.Groups - 1) / PanelKernel.Groups;
        OutputWidth = groupsPerGate * PanelKernel.Lanes;
        _gatesWidth = panelCount * PanelKernel.PanelRows;
        _input = new PackedMatrix(weight, bias, panelCount, RowOf);
        _recurrent = new PackedMatrix(recurrent, bias with { Values = new float[bias.Values.Length] }, panelCount, RowOf);

        // Gates i, f, g, o, each rounded up to whole groups of lanes.
        int RowOf(int panel, int group, int lane)
        {
            int place = (panel * PanelKernel.Groups) + group;
            int unit = (place % groupsPerGate * PanelKernel.Lanes) + lane;
            return place < GateCount * groupsPerGate && unit < outputSize ? (place / groupsPerGate * outputSize) + unit : -1;
        }
    }

    /// <inheritdoc/>
    public int Depth => _input.Depth;

    /// <inheritdoc/>
    public int OutputWidth { get; }

    /// <inheritdoc/>
    public AlignedFloats NewMemory() => NewMemory(ChunkCapacity);

    /// <summary>
    /// Memory for chunks of so many tokens: the state of the document that goes on from chunk to chunk, <c>[cell, hidden]</c>, for every lane its cell, its
    /// gates' share of the hidden state and, in the order of a tile, the hidden state, and the gates of all rows.
    /// </summary>
    public AlignedFloats NewMemory(int capacity) =>
        new(checked((2 * OutputWidth) + (Lanes * ((2 * OutputWidth) + _gatesWidth)) + (RowTiles.TileCount(capacity) * PanelKernel.TileRows * _gatesWidth)));

    /// <inheritdoc/>
    public void Run(RowTiles input, RowTiles output, DocumentChunk chunk, AlignedFloats memory, int threadCount)
    {
        float* lanesMemory = memory.Pointer + (2 * OutputWidth);
        float* gates = lanesMemory + (Lanes * ((2 * OutputWidth) + _gatesWidth));
        int tiles = RowTiles.TileCount(chunk.RowCount);
        ParallelBlocks.For(_input.PanelCount, threadCount, panel =>
        {
            for (int tile = 0; tile < tiles; tile++)
                Multiply(_input, panel, input.Tile(tile), gates + (tile * PanelKernel.TileRows * _gatesWidth));
        });

        // The state is read before a part that goes on in the next chunk can replace it.
        var before = memory.Span[..(2 * OutputWidth)].ToArray();
        var last = chunk.Segments[^1];
        foreach (var lanes in chunk.Segments.OrderByDescending(segment => segment.Count).Chunk(Lanes))
            RunSideBySide(lanes, last, before, lanesMemory, gates, output, memory.Span[..(2 * OutputWidth)], threadCount);
    }

    /// <summary>Runs parts of different documents, longest first, one step of each at a time.</summary>
    private void RunSideBySide(Segment[] lanes, Segment last, float[] before, float* cells, float* gates, RowTiles output, Span<float> state, int threadCount)
    {
        float* recurrent = cells + (Lanes * OutputWidth);
        float* hidden = recurrent + (Lanes * _gatesWidth);
        new Span<float>(cells, Lanes * OutputWidth).Clear();
        new Span<float>(hidden, Lanes * OutputWidth).Clear();
        for (int lane = 0; lane < lanes.Length; lane++)
        {
            if (lanes[lane].Position == 0)
                continue;
            before.AsSpan(0, OutputWidth).CopyTo(new Span<float>(cells + (lane * OutputWidth), OutputWidth));
            Scatter(before.AsSpan(OutputWidth), hidden + lane);
        }

        Action<int> multiply = panel => Multiply(_recurrent, panel, hidden, recurrent);
        for (int step = 0; step < lanes[0].Count; step++)
        {
            ParallelBlocks.For(_recurrent.PanelCount, threadCount, multiply);
            for (int lane = 0; lane < lanes.Length && step < lanes[lane].Count; lane++)
            {
                int row = lanes[lane].Row + (_direction == TextDirection.Forward ? step : lanes[lane].Count - 1 - step);
                var stepGates = new Span<float>(gates + (row * _gatesWidth), _gatesWidth);
                TensorPrimitives.Add(stepGates, new ReadOnlySpan<float>(recurrent + (lane * _gatesWidth), _gatesWidth), stepGates);
                var cell = new Span<float>(cells + (lane * OutputWidth), OutputWidth);
                var h = Step(stepGates, cell);
                Scatter(h, hidden + lane);
                Scatter(h, output.Row(row) + (_firstColumn * Lanes));
                if (step == lanes[lane].Count - 1 && lanes[lane] == last)
                {
                    cell.CopyTo(state);
                    h.CopyTo(state[OutputWidth..]);
                }
            }
        }
    }

    private void Multiply(PackedMatrix matrix, int panel, float* tile, float* result) => PanelKernel.Multiply(
        tile, matrix.Panel(panel), matrix.Depth, matrix.Bias(panel), result + (panel * PanelKernel.PanelRows), _gatesWidth, PanelKernel.Lanes);

    /// <summary>c = f·c + i·g; h = o·tanh c, which takes the place of i.</summary>
    private Span<float> Step(Span<float> gates, Span<float> cell)
    {
        var inputAndForget = gates[..(2 * OutputWidth)];
        var candidate = gates.Slice(2 * OutputWidth, OutputWidth);
        var outputGate = gates.Slice(3 * OutputWidth, OutputWidth);
        var h = inputAndForget[..OutputWidth];
        TensorPrimitives.Sigmoid(inputAndForget, inputAndForget);
        TensorPrimitives.Tanh(candidate, candidate);
        TensorPrimitives.Sigmoid(outputGate, outputGate);
        TensorPrimitives.Multiply(inputAndForget[OutputWidth..], cell, cell);
        TensorPrimitives.MultiplyAdd(h, candidate, cell, cell);
        TensorPrimitives.Tanh(cell, h);
        TensorPrimitives.Multiply(h, outputGate, h);
        return h;
    }

    private static void Scatter(ReadOnlySpan<float> values, float* target)
    {
        for (int i = 0; i < values.Length; i++)
            target[i * Lanes] = values[i];
    }
}
