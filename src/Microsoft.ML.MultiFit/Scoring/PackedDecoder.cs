using System.Numerics.Tensors;

namespace Microsoft.ML.MultiFit;

/// <summary>The decoder: log probabilities of the next pieces, vocabulary block by vocabulary block, without ever holding all logits.</summary>
internal sealed unsafe class PackedDecoder
{
    // A block's weights stay in the second-level cache while all rows of a chunk pass.
    private const int BlockPanels = 8;
    private const int BlockSize = BlockPanels * PanelKernel.PanelRows;

    private readonly PackedMatrix _matrix;
    private readonly int _vocabularySize;

    public PackedDecoder(LanguageModel model)
    {
        _vocabularySize = model.Architecture.VocabularySize;
        int panelCount = (_vocabularySize + PanelKernel.PanelRows - 1) / PanelKernel.PanelRows;
        var weight = model.Weights[model.Architecture.TiedDecoder ? WeightNames.Embedding : WeightNames.DecoderWeight];
        var bias = model.Architecture.DecoderBias ? model.Weights[WeightNames.DecoderBias] : new WeightTensor([_vocabularySize], new float[_vocabularySize]);
        _matrix = new PackedMatrix(weight, bias, panelCount, (panel, group, lane) =>
        {
            int id = (panel * PanelKernel.PanelRows) + (group * PanelKernel.Lanes) + lane;
            return id < _vocabularySize ? id : -1;
        });
    }

    /// <summary>Cross entropy in nats of each row's target.</summary>
    /// <param name="output">The encoder's output, <c>[rows, embedding or more]</c>.</param>
    /// <param name="targets">The next piece's id of each row, −1 for none.</param>
    /// <param name="crossEntropy">Takes a number per row; meaningless where there is no target.</param>
    public void CrossEntropy(RowTiles output, ReadOnlySpan<int> targets, Span<double> crossEntropy)
    {
        var max = new float[targets.Length];
        var sum = new double[targets.Length];
        var target = new float[targets.Length];
        Array.Fill(max, float.NegativeInfinity);
        float* logits = stackalloc float[PanelKernel.TileRows * BlockSize];
        for (int firstPanel = 0; firstPanel < _matrix.PanelCount; firstPanel += BlockPanels)
        {
            int firstId = firstPanel * PanelKernel.PanelRows;
            int size = Math.Min(BlockSize, _vocabularySize - firstId);
            for (int firstRow = 0; firstRow < targets.Length; firstRow += PanelKernel.TileRows)
            {
                Multiply(output.Tile(firstRow / PanelKernel.TileRows), firstPanel, logits);
                for (int row = firstRow; row < Math.Min(firstRow + PanelKernel.TileRows, targets.Length); row++)
                {
                    var block = new Span<float>(logits + ((row - firstRow) * BlockSize), size);
                    if ((uint)(targets[row] - firstId) < (uint)size)
                        target[row] = block[targets[row] - firstId];
                    AddExponentials(block, ref max[row], ref sum[row]);
                }
            }
        }

        for (int row = 0; row < targets.Length; row++)
            crossEntropy[row] = max[row] + Math.Log(sum[row]) - target[row];
    }

    private void Multiply(float* tile, int firstPanel, float* logits)
    {
        for (int panel = firstPanel; panel < Math.Min(firstPanel + BlockPanels, _matrix.PanelCount); panel++)
        {
            PanelKernel.Multiply(
                tile,
                _matrix.Panel(panel),
                _matrix.Depth,
                _matrix.Bias(panel),
                logits + ((panel - firstPanel) * PanelKernel.PanelRows),
                BlockSize,
                PanelKernel.Lanes);
        }
    }

    // Σ exp(logit) = sum · exp(max), kept so that nothing overflows.
    private static void AddExponentials(Span<float> logits, ref float max, ref double sum)
    {
        float newMax = Math.Max(max, TensorPrimitives.Max<float>(logits));
        TensorPrimitives.Subtract(logits, newMax, logits);
        TensorPrimitives.Exp<float>(logits, logits);
        sum = (sum * Math.Exp(max - newMax)) + TensorPrimitives.Sum<float>(logits);
        max = newMax;
    }
}
