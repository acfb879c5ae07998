namespace Microsoft.ML.MultiFit.Benchmarks;

/// <summary>Weights of a size that neither saturates gates nor makes numbers vanish.</summary>
internal static class RandomWeights
{
    public static WeightSet Of(IEnumerable<(string Name, int[] Shape)> weights)
    {
        var random = new Random(1);
        return new WeightSet(weights.Select(weight => KeyValuePair.Create(weight.Name, Tensor(weight.Shape, random))));
    }

    private static WeightTensor Tensor(int[] shape, Random random)
    {
        float bound = shape.Length == 1 ? 0.02f : 1 / MathF.Sqrt(shape[1]);
        var values = new float[shape.Aggregate(1, (product, size) => product * size)];
        for (int i = 0; i < values.Length; i++)
            values[i] = bound * ((2 * random.NextSingle()) - 1);
        return new WeightTensor(shape, values);
    }
}
