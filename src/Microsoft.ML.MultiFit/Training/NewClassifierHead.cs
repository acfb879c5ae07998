namespace Microsoft.ML.MultiFit;

/// <summary>A classifier's head that has learned nothing yet.</summary>
internal static class NewClassifierHead
{
    /// <summary>Linear weights and biases uniform(±1/√fan_in), batch norms that change nothing (PyTorch's initialisation, which the authors use).</summary>
    /// <param name="architecture">The encoder.</param>
    /// <param name="hiddenSize">Width between the two linear layers.</param>
    /// <param name="classCount">Classes.</param>
    /// <param name="seed">Equal seeds give equal weights.</param>
    public static WeightSet Weights(ModelArchitecture architecture, int hiddenSize, int classCount, int seed)
    {
        var random = new Random(seed);
        int[] fanIn = [3 * architecture.EmbeddingSize, hiddenSize];
        var shapes = WeightNames.OfHead(architecture, hiddenSize, classCount).ToDictionary(weight => weight.Name, weight => weight.Shape);
        var tensors = new Dictionary<string, WeightTensor>();
        for (int block = 0; block < fanIn.Length; block++)
        {
            float bound = 1 / MathF.Sqrt(fanIn[block]);
            Add(block, WeightNames.NormWeight, () => 1);
            Add(block, WeightNames.NormBias, () => 0);
            Add(block, WeightNames.NormMean, () => 0);
            Add(block, WeightNames.NormVariance, () => 1);
            Add(block, WeightNames.LinearWeight, () => bound * ((2 * random.NextSingle()) - 1));
            Add(block, WeightNames.LinearBias, () => bound * ((2 * random.NextSingle()) - 1));
        }

        return new WeightSet(tensors);

        void Add(int block, string part, Func<float> draw)
        {
            var name = WeightNames.Head(block, part);
            var values = new float[shapes[name].Aggregate(1, (product, size) => checked(product * size))];
            for (int i = 0; i < values.Length; i++)
                values[i] = draw();
            tensors[name] = new WeightTensor(shapes[name], values);
        }
    }
}
