namespace Microsoft.ML.MultiFit;

/// <summary>Reads a language model's architecture off the names and shapes of its weights.</summary>
internal static class ArchitectureShapes
{
    /// <summary>The architecture whose weights have these shapes, every one of them.</summary>
    /// <param name="shapes">By this library's names.</param>
    /// <param name="nameOf">What messages call a weight; null uses the names themselves.</param>
    /// <exception cref="InvalidDataException">They are those of no architecture; the message names the first weight that does not fit.</exception>
    public static ModelArchitecture Read(IReadOnlyDictionary<string, int[]> shapes, Func<string, string>? nameOf = null)
    {
        nameOf ??= name => name;
        int[] embedding = Matrix(shapes, WeightNames.Embedding, nameOf);
        int layerCount = 0;
        while (shapes.ContainsKey(WeightNames.LayerWeight(layerCount)))
            layerCount++;
        int[] first = Matrix(shapes, WeightNames.LayerWeight(0), nameOf);
        bool isLstm = shapes.ContainsKey(WeightNames.LayerRecurrentWeight(0));
        // The last layer is as wide as the embedding, so its rows tell how many blocks a weight has.
        string last = WeightNames.LayerWeight(layerCount - 1);
        int gateCount = isLstm ? 4 : Math.DivRem(Matrix(shapes, last, nameOf)[0], embedding[1], out int remainder) is var count and >= 2 and <= 4 && remainder == 0
            ? count
            : throw new InvalidDataException(
                $"Weight '{nameOf(last)}' has shape [{string.Join(", ", shapes[last])}]: two to four blocks of the embedding's {embedding[1]} rows were expected.");
        var architecture = new ModelArchitecture
        {
            VocabularySize = embedding[0],
            EmbeddingSize = embedding[1],
            LayerCount = layerCount,
            HiddenSize = first[0] / gateCount,
            Encoder = isLstm ? EncoderKind.Lstm : EncoderKind.Qrnn,
            Pooling = gateCount switch { 2 => QrnnPooling.F, 4 when !isLstm => QrnnPooling.Ifo, _ => QrnnPooling.Fo },
            TiedDecoder = !shapes.ContainsKey(WeightNames.DecoderWeight),
            DecoderBias = shapes.ContainsKey(WeightNames.DecoderBias),
        };
        if (!isLstm)
            architecture = WithWindows(architecture, [.. Enumerable.Range(0, layerCount).Select(layer => Matrix(shapes, WeightNames.LayerWeight(layer), nameOf)[1] == 2 * architecture.InputSize(layer) ? 2 : 1)]);
        if (architecture.Problems().ToList() is { Count: > 0 } problems)
            throw new InvalidDataException($"The shapes of the weights are those of no language model: {string.Join(" ", problems)}");
        Check(architecture, shapes, nameOf);
        return architecture;
    }

    private static ModelArchitecture WithWindows(ModelArchitecture architecture, int[] windows) =>
        architecture with { FirstLayerWindow = windows[0], Windows = windows.Skip(1).Any(window => window != 1) ? windows : null };

    private static int[] Matrix(IReadOnlyDictionary<string, int[]> shapes, string name, Func<string, string> nameOf)
    {
        if (!shapes.TryGetValue(name, out int[]? shape))
            throw new InvalidDataException($"There is no weight '{name}'.");
        return shape.Length == 2 && !shape.Contains(0)
            ? shape
            : throw new InvalidDataException($"Weight '{nameOf(name)}' has shape [{string.Join(", ", shape)}], but a matrix was expected.");
    }

    private static void Check(ModelArchitecture architecture, IReadOnlyDictionary<string, int[]> shapes, Func<string, string> nameOf)
    {
        var expected = WeightNames.OfLanguageModel(architecture).ToList();
        foreach (var (name, shape) in expected)
        {
            if (!shapes.TryGetValue(name, out int[]? found))
                throw new InvalidDataException($"There is no weight '{name}' [{string.Join(", ", shape)}].");
            if (!found.AsSpan().SequenceEqual(shape))
                throw new InvalidDataException($"Weight '{nameOf(name)}' has shape [{string.Join(", ", found)}], but [{string.Join(", ", shape)}] fits the other weights.");
        }

        var known = expected.Select(weight => weight.Name).ToHashSet(StringComparer.Ordinal);
        if (shapes.Keys.FirstOrDefault(name => !known.Contains(name)) is { } surplus)
            throw new InvalidDataException($"Weight '{nameOf(surplus)}' is not one of a language model of {architecture.LayerCount} layers.");
    }
}
