namespace Microsoft.ML.MultiFit;

/// <summary>
/// What LASER's publishers saved with torch: the encoder's parameters (<c>params</c>), its weights (<c>model</c>) and its units (<c>dictionary</c>). Nothing
/// in it is executed; the sizes are checked against each other before a weight is read.
/// </summary>
/// <param name="Architecture">The encoder's shape.</param>
/// <param name="Weights">Its weights by our names.</param>
/// <param name="Dictionary">Its units.</param>
internal sealed record LaserCheckpoint(LaserArchitecture Architecture, WeightSet Weights, LaserDictionary Dictionary)
{
    /// <summary>Reads a file of either of torch's formats.</summary>
    /// <param name="open">Opens it; called more than once.</param>
    /// <exception cref="InvalidDataException">It is damaged, or not such a file; the message names what does not fit.</exception>
    public static LaserCheckpoint Read(Func<Stream> open)
    {
        LaserArchitecture? architecture = null;
        LaserDictionary? dictionary = null;
        WeightMapping? mapping = null;
        TorchFile.Read(open, saved =>
        {
            architecture = LaserParameters.Read(Part(saved, "params"));
            dictionary = ReadDictionary(Part(saved, "dictionary"), architecture.VocabularySize);
            mapping = Map(Part(saved, "model"), architecture);
            return mapping.Tensors;
        });
        return new LaserCheckpoint(architecture!, new WeightSet(mapping!.Weights(_ => true)), dictionary!);
    }

    private static PickleDictionary Part(object? saved, string name) => (saved as PickleDictionary)?[name] as PickleDictionary
        ?? throw new InvalidDataException($"It holds no dictionary '{name}': a LASER encoder has params, model and dictionary.");

    private static LaserDictionary ReadDictionary(PickleDictionary saved, int vocabularySize)
    {
        var ids = new OrderedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (unit, id) in saved.Entries)
            ids[unit] = id is >= 0L and <= int.MaxValue ? (int)(long)id : throw new InvalidDataException($"The dictionary's unit '{unit}' has no id.");
        return new LaserDictionary(ids, vocabularySize);
    }

    private static WeightMapping Map(PickleDictionary model, LaserArchitecture architecture)
    {
        var tensors = new Dictionary<string, TorchTensor>(StringComparer.Ordinal);
        foreach (var (name, value) in model.Entries)
            tensors[name] = value as TorchTensor ?? throw new InvalidDataException($"The weight '{name}' is not a tensor.");
        var mapping = new WeightMapping(tensors);
        mapping.Take(LaserWeightNames.Embedding, LaserWeightNames.TorchEmbedding);
        for (int layer = 0; layer < architecture.LayerCount; layer++)
        {
            foreach (var direction in architecture.Directions)
            {
                string Torch(string part) => LaserWeightNames.Torch(part, layer, direction);
                mapping.Take(LaserWeightNames.Weight(layer, direction), Torch("weight_ih"));
                mapping.Take(LaserWeightNames.Recurrent(layer, direction), Torch("weight_hh"));
                mapping.Take(LaserWeightNames.Bias(layer, direction), Torch("bias_ih"), Torch("bias_hh"));
            }
        }

        var shapes = mapping.Shapes(_ => true);
        foreach (var (name, shape) in architecture.Weights())
        {
            if (shapes[name].AsSpan().SequenceEqual(shape))
                continue;
            throw new InvalidDataException(
                $"'{mapping.SourceOf(name)}' has shape [{string.Join(", ", shapes[name])}], but the parameters say [{string.Join(", ", shape)}].");
        }

        return mapping.Unused.FirstOrDefault() is { } unused
            ? throw new InvalidDataException($"'{unused}' is not a weight of an encoder with these parameters.")
            : mapping;
    }
}
