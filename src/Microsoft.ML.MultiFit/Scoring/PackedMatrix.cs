namespace Microsoft.ML.MultiFit;

/// <summary>A weight matrix and its bias in the order in which <see cref="PanelKernel"/> walks them; missing rows are zeros.</summary>
internal sealed unsafe class PackedMatrix
{
    private readonly AlignedFloats _weights;
    private readonly AlignedFloats _bias;

    /// <summary>Copies weights into panels.</summary>
    /// <param name="weights"><c>[rows, depth]</c>.</param>
    /// <param name="bias"><c>[rows]</c>.</param>
    /// <param name="panelCount">Number of panels.</param>
    /// <param name="rowOf">The row at (panel, group, lane), or −1 for none.</param>
    public PackedMatrix(WeightTensor weights, WeightTensor bias, int panelCount, Func<int, int, int, int> rowOf)
    {
        Depth = weights.Shape[1];
        PanelCount = panelCount;
        _weights = new AlignedFloats(checked(panelCount * Depth * PanelKernel.PanelRows));
        _bias = new AlignedFloats(panelCount * PanelKernel.PanelRows);
        Parallel.For(0, panelCount, panel =>
        {
            for (int group = 0; group < PanelKernel.Groups; group++)
            {
                for (int lane = 0; lane < PanelKernel.Lanes; lane++)
                {
                    int row = rowOf(panel, group, lane);
                    if (row < 0)
                        continue;
                    int column = (group * PanelKernel.Lanes) + lane;
                    Bias(panel)[column] = bias.Values[row];
                    float* target = Panel(panel) + column;
                    foreach (float weight in weights.Values.AsSpan(row * Depth, Depth))
                    {
                        *target = weight;
                        target += PanelKernel.PanelRows;
                    }
                }
            }
        });
    }

    /// <summary>Length of a weight row.</summary>
    public int Depth { get; }

    public int PanelCount { get; }

    /// <summary>A panel's weights, <c>[depth, 3, 16]</c>.</summary>
    public float* Panel(int panel) => _weights.Pointer + ((nint)panel * Depth * PanelKernel.PanelRows);

    /// <summary>A panel's bias, <c>[3, 16]</c>.</summary>
    public float* Bias(int panel) => _bias.Pointer + (panel * PanelKernel.PanelRows);
}
