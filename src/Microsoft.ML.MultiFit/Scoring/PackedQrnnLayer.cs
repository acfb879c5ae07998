using System.Numerics;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// One QRNN layer. One or two neighbouring panels hold all gates of 16 units, so that these go from inputs to outputs alone: pre-activations of 8 steps,
/// tanh and sigmoid, then the recurrence over these steps.
/// </summary>
internal sealed unsafe class PackedQrnnLayer : IPackedLayer
{
    private const int GateSize = PanelKernel.TileRows * PanelKernel.Lanes;
    private const int MostGates = 2 * PanelKernel.Groups;

    private readonly QrnnPooling _pooling;
    private readonly int _panelsPerBlock;
    private readonly int _blockCount;
    private readonly PackedMatrix _matrix;

    public PackedQrnnLayer(ModelArchitecture architecture, WeightSet weights, int layer)
    {
        int gateCount = architecture.GateCount;
        int outputSize = architecture.OutputSize(layer);
        int panelsPerBlock = (gateCount + PanelKernel.Groups - 1) / PanelKernel.Groups;
        _pooling = architecture.Pooling;
        _panelsPerBlock = panelsPerBlock;
        _blockCount = (outputSize + PanelKernel.Lanes - 1) / PanelKernel.Lanes;
        _matrix = new PackedMatrix(
            weights[WeightNames.LayerWeight(layer)], weights[WeightNames.LayerBias(layer)], _blockCount * panelsPerBlock, (panel, group, lane) =>
            {
                int gate = (panel % panelsPerBlock * PanelKernel.Groups) + group;
                int unit = (panel / panelsPerBlock * PanelKernel.Lanes) + lane;
                return gate < gateCount && unit < outputSize ? (gate * outputSize) + unit : -1;
            });
    }

    /// <inheritdoc/>
    public int Depth => _matrix.Depth;

    /// <inheritdoc/>
    public int OutputWidth => _blockCount * PanelKernel.Lanes;

    /// <summary>The cells of all units.</summary>
    public AlignedFloats NewMemory() => new(OutputWidth);

    /// <inheritdoc/>
    public void Run(RowTiles input, RowTiles output, DocumentChunk chunk, AlignedFloats memory, int threadCount)
    {
        var isStart = chunk.Starts();
        ParallelBlocks.For(_blockCount, threadCount, block => RunBlock(block, input, output, memory, isStart));
    }

    private void RunBlock(int block, RowTiles input, RowTiles output, AlignedFloats memory, bool[] isStart)
    {
        float* gates = stackalloc float[MostGates * GateSize];
        float* cell = memory.Pointer + (block * PanelKernel.Lanes);
        for (int first = 0; first < isStart.Length; first += PanelKernel.TileRows)
        {
            int tile = first / PanelKernel.TileRows;
            for (int part = 0; part < _panelsPerBlock; part++)
            {
                int panel = (block * _panelsPerBlock) + part;
                float* result = gates + (part * PanelKernel.Groups * GateSize);
                PanelKernel.Multiply(input.Tile(tile), _matrix.Panel(panel), Depth, _matrix.Bias(panel), result, PanelKernel.Lanes, GateSize);
            }

            int rows = Math.Min(PanelKernel.TileRows, isStart.Length - first);
            for (int row = 0; row < rows; row++)
            {
                if (isStart[first + row])
                    new Span<float>(cell, PanelKernel.Lanes).Clear();
                Step(gates + (row * PanelKernel.Lanes), cell);
            }

            Transpose(gates, output.Tile(tile) + (block * GateSize));
        }
    }

    // Pre-activations of the gates are given; h takes the place of z.
    private void Step(float* gates, float* cell)
    {
        for (int lane = 0; lane < PanelKernel.Lanes; lane += Vector<float>.Count)
        {
            var candidate = ExponentialFunctions.Tanh(Vector.Load(gates + lane));
            var forget = ExponentialFunctions.Sigmoid(Vector.Load(gates + GateSize + lane));
            var state = Vector.Load(cell + lane);
            state = _pooling == QrnnPooling.Ifo
                ? (forget * state) + (ExponentialFunctions.Sigmoid(Vector.Load(gates + (3 * GateSize) + lane)) * candidate)
                : state + (forget * (candidate - state));
            state.Store(cell + lane);
            (_pooling == QrnnPooling.F ? state : ExponentialFunctions.Sigmoid(Vector.Load(gates + (2 * GateSize) + lane)) * state).Store(gates + lane);
        }
    }

    // [row, lane] → [lane, row]
    private static void Transpose(float* source, float* target)
    {
        for (int lane = 0; lane < PanelKernel.Lanes; lane++)
        {
            for (int row = 0; row < PanelKernel.TileRows; row++)
                *target++ = source[(row * PanelKernel.Lanes) + lane];
        }
    }
}
