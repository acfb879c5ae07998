using System.Numerics;
using System.Numerics.Tensors;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// One QRNN layer. A panel holds the three gates of 16 units, so that a panel goes from inputs to outputs alone: pre-activations of 8 steps,
/// tanh and sigmoid, then the recurrence over these steps.
/// </summary>
internal sealed unsafe class PackedLayer(ModelArchitecture architecture, WeightSet weights, int layer)
{
    private const int GateSize = PanelKernel.TileRows * PanelKernel.Lanes;

    private readonly PackedMatrix _matrix = Pack(architecture.OutputSize(layer), weights, layer);

    /// <summary>Width of the input, all steps of the window.</summary>
    public int Depth => _matrix.Depth;

    /// <summary>Width of the output, rounded up to whole panels; the units added are 0.</summary>
    public int OutputWidth => _matrix.PanelCount * PanelKernel.Lanes;

    public int PanelCount => _matrix.PanelCount;

    /// <summary>Runs 16 units over a chunk.</summary>
    /// <param name="panel">Which units.</param>
    /// <param name="input"><c>[rows, depth or more]</c>.</param>
    /// <param name="output"><c>[rows, output width]</c>; the panel's columns are written.</param>
    /// <param name="cellState"><c>[output width]</c>; the panel's part is carried on.</param>
    /// <param name="isStart">For every row whether a document begins there, with an empty cell state.</param>
    public void Run(int panel, RowTiles input, RowTiles output, Span<float> cellState, ReadOnlySpan<bool> isStart)
    {
        float* gates = stackalloc float[PanelKernel.Groups * GateSize];
        var candidate = new Span<float>(gates, GateSize);
        var forgetAndOutput = new Span<float>(gates + GateSize, 2 * GateSize);
        var cell = cellState.Slice(panel * PanelKernel.Lanes, PanelKernel.Lanes);
        for (int first = 0; first < isStart.Length; first += PanelKernel.TileRows)
        {
            int tile = first / PanelKernel.TileRows;
            PanelKernel.Multiply(input.Tile(tile), _matrix.Panel(panel), Depth, _matrix.Bias(panel), gates, PanelKernel.Lanes, GateSize);
            TensorPrimitives.Tanh(candidate, candidate);
            TensorPrimitives.Sigmoid(forgetAndOutput, forgetAndOutput);
            int rows = Math.Min(PanelKernel.TileRows, isStart.Length - first);
            for (int row = 0; row < rows; row++)
            {
                if (isStart[first + row])
                    cell.Clear();
                Step(gates + (row * PanelKernel.Lanes), cell);
            }

            Transpose(gates, output.Tile(tile) + (panel * GateSize));
        }
    }

    // c = f·z + (1 − f)·c; h = o·c takes the place of z.
    private static void Step(float* gates, Span<float> cell)
    {
        for (int lane = 0; lane < PanelKernel.Lanes; lane += Vector<float>.Count)
        {
            var forget = Vector.Load(gates + GateSize + lane);
            var cellState = new Vector<float>(cell[lane..]);
            cellState += forget * (Vector.Load(gates + lane) - cellState);
            cellState.CopyTo(cell[lane..]);
            (Vector.Load(gates + (2 * GateSize) + lane) * cellState).Store(gates + lane);
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

    private static PackedMatrix Pack(int outputSize, WeightSet weights, int layer)
    {
        int panelCount = (outputSize + PanelKernel.Lanes - 1) / PanelKernel.Lanes;
        return new PackedMatrix(weights[WeightNames.LayerWeight(layer)], weights[WeightNames.LayerBias(layer)], panelCount, (panel, gate, lane) =>
        {
            int unit = (panel * PanelKernel.Lanes) + lane;
            return unit < outputSize ? (gate * outputSize) + unit : -1;
        });
    }
}
