namespace Microsoft.ML.MultiFit;

/// <summary>The arguments that the publishers' encoder is constructed with; absent ones have that constructor's defaults.</summary>
internal static class LaserParameters
{
    // How sentences are padded has no influence on their vectors: padded positions take no part in the largest output.
    private static readonly string[] s_known =
        ["num_embeddings", "padding_idx", "embed_dim", "hidden_size", "num_layers", "bidirectional", "left_pad", "padding_value"];

    /// <summary>The architecture that they describe.</summary>
    /// <exception cref="InvalidDataException">One is missing, of another type, out of range or unknown.</exception>
    public static LaserArchitecture Read(PickleDictionary parameters)
    {
        if (parameters.Entries.Select(entry => entry.Key).FirstOrDefault(key => !s_known.Contains(key)) is { } unknown)
            throw new InvalidDataException($"The encoder has a parameter '{unknown}', which a LASER encoder of the first version has not.");
        var architecture = new LaserArchitecture
        {
            VocabularySize = Number(parameters, "num_embeddings", null),
            EmbeddingSize = Number(parameters, "embed_dim", 320),
            HiddenSize = Number(parameters, "hidden_size", 512),
            LayerCount = Number(parameters, "num_layers", 1),
            Bidirectional = Flag(parameters, "bidirectional"),
        };
        return architecture.Problems().ToList() is { Count: > 0 } problems
            ? throw new InvalidDataException($"The encoder's parameters are impossible: {string.Join(" ", problems)}")
            : architecture;
    }

    private static int Number(PickleDictionary parameters, string name, int? absent) => parameters.Contains(name)
        ? parameters[name] is >= 0L and <= int.MaxValue ? (int)(long)parameters[name]! : throw Unreadable(name)
        : absent ?? throw Unreadable(name);

    private static bool Flag(PickleDictionary parameters, string name) => parameters.Contains(name) && (parameters[name] as bool? ?? throw Unreadable(name));

    private static InvalidDataException Unreadable(string name) => new($"The encoder's parameter '{name}' is missing or of another type.");
}
