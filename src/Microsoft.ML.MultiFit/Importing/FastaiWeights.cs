namespace Microsoft.ML.MultiFit;

/// <summary>
/// The weights of a model that fastai v1 trained: a language model (<c>lm_best.pth</c>), its encoder alone (<c>enc_best.pth</c>) or a classifier
/// (<c>cls_best.pth</c>), by the names of all its versions. The architecture follows from the shapes.
/// </summary>
internal sealed class FastaiWeights
{
    private const string Embedding = "encoder.weight";
    private const string DecoderWeight = "1.decoder.weight";

    // More than any architecture may have; a forged file could go on counting.
    private const int MaxLayerCount = 64;

    private readonly WeightMapping _mapping;
    private readonly FastaiStateDictionary _state;
    private readonly string _encoder;
    private readonly string _content;

    private FastaiWeights(FastaiStateDictionary state)
    {
        _state = state;
        _mapping = new WeightMapping(state.Tensors);
        // Where the embedding lies tells what was saved.
        (_encoder, _content) = _mapping.Find($"0.module.{Embedding}", $"0.{Embedding}", Embedding) switch
        {
            $"0.module.{Embedding}" => ("0.module.", "classifier"),
            $"0.{Embedding}" => ("0.", "language model"),
            Embedding => ("", "encoder"),
            _ => throw new InvalidDataException($"The file has no '0.{Embedding}', '{Embedding}' or '0.module.{Embedding}'; it begins with '{state.Tensors.Keys.First()}'."),
        };
        Architecture = MapEncoder();
        ClassCount = _content == "classifier" ? MapHead() : 0;
    }

    /// <summary>The architecture, as far as the shapes tell it.</summary>
    public ModelArchitecture Architecture { get; }

    /// <summary>Classes of a classifier; 0 for the other kinds of file.</summary>
    public int ClassCount { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="open">Opens it; called more than once.</param>
    /// <exception cref="InvalidDataException">It is damaged, or not such a file; the message names what does not fit.</exception>
    public static FastaiWeights Read(Func<Stream> open)
    {
        FastaiWeights? weights = null;
        TorchFile.Read(open, saved =>
        {
            weights = new FastaiWeights(FastaiStateDictionary.Of(saved));
            return weights._mapping.Tensors;
        });
        return weights!;
    }

    /// <summary>The language model's architecture and weights. A decoder whose matrix equals the embedding was saved by a program that unties them in its files.</summary>
    public (ModelArchitecture Architecture, WeightSet Weights) LanguageModel()
    {
        var weights = _mapping.Weights(name => !IsOfHead(name));
        if (weights.TryGetValue(WeightNames.DecoderWeight, out var decoder) && decoder.Values.AsSpan().SequenceEqual(weights[WeightNames.Embedding].Values))
        {
            weights.Remove(WeightNames.DecoderWeight);
            return (Architecture with { TiedDecoder = true }, new WeightSet(weights));
        }

        foreach (var (name, shape) in WeightNames.OfLanguageModel(Architecture).Where(weight => !weights.ContainsKey(weight.Name)))
            weights[name] = new WeightTensor(shape, new float[shape.Aggregate(1, (product, size) => product * size)]);
        return (Architecture, new WeightSet(weights));
    }

    /// <summary>The head's weights, of a classifier.</summary>
    public WeightSet Head() => new(_mapping.Weights(IsOfHead));

    /// <summary>What was found.</summary>
    public ImportReport Report() => _mapping.Report(
        $"fastai {_content}: {(Architecture.Encoder == EncoderKind.Lstm ? "LSTM" : "QRNN")}, {Architecture.LayerCount} layers of {Architecture.HiddenSize}, embedding {Architecture.EmbeddingSize}, {Architecture.VocabularySize} tokens"
        + (ClassCount > 0 ? $", {ClassCount} classes" : ""),
        _state.Others);

    private static bool IsOfHead(string name) => name.StartsWith("head.", StringComparison.Ordinal);

    private ModelArchitecture MapEncoder()
    {
        _mapping.Take(WeightNames.Embedding, _encoder + Embedding);
        _mapping.Ignore($"{_encoder}encoder_dp.emb.weight", "the embedding once more");
        int layer = 0;
        while (layer <= MaxLayerCount && Map(layer))
            layer++;
        if (layer == 0)
            throw new InvalidDataException($"The file has no layers: there is no '{_encoder}rnns.0.linear.weight_raw', '{_encoder}rnns.0.layers.0.linear.weight_raw' or '{_encoder}rnns.0.weight_hh_l0_raw'.");
        MapDecoder();
        var shapes = _mapping.Shapes(_ => true);
        if (_content != "language model")
            shapes.Add(WeightNames.DecoderBias, [shapes[WeightNames.Embedding].FirstOrDefault()]);
        return ArchitectureShapes.Read(shapes, _mapping.SourceOf);

        bool Map(int number) =>
            FastaiLayers.MapQrnn(_mapping, $"{_encoder}rnns.{number}.", number) || FastaiLayers.MapLstm(_mapping, $"{_encoder}rnns.{number}.", number);
    }

    private void MapDecoder()
    {
        if (_content != "language model")
        {
            _mapping.Missing.Add($"{WeightNames.DecoderBias}: zeros, so perplexities mean little until the model is fine-tuned");
            return;
        }

        if (_mapping.Find(DecoderWeight) is not null && !_mapping.AreSame(DecoderWeight, _encoder + Embedding))
            _mapping.Take(WeightNames.DecoderWeight, DecoderWeight);
        _mapping.Ignore(DecoderWeight, "the embedding once more, which the decoder shares");
        if (_mapping.Find("1.decoder.bias") is { } bias)
            _mapping.Take(WeightNames.DecoderBias, bias);
    }

    /// <summary>
    /// Two blocks of batch norm and linear layer. Their numbers depend on which dropouts there are, so they are found by what they hold.
    /// </summary>
    private int MapHead()
    {
        var numbers = _state.Tensors.Keys.Where(name => name.StartsWith("1.layers.", StringComparison.Ordinal))
            .Select(name => int.TryParse(name.Split('.')[2], out int number) ? number : -1).Where(number => number >= 0).Distinct().Order().ToList();
        var norms = numbers.Where(number => _mapping.Find($"1.layers.{number}.running_mean") is not null).ToList();
        var linears = numbers.Where(number => _state.Tensors.TryGetValue($"1.layers.{number}.weight", out var weight) && weight.Shape.Length == 2).ToList();
        if (norms.Count != 2 || linears.Count != 2 || norms[0] > linears[0] || linears[0] > norms[1] || norms[1] > linears[1])
            throw new InvalidDataException($"The classifier's head has {norms.Count} batch norms and {linears.Count} linear layers; two pairs of them were expected.");
        for (int block = 0; block < 2; block++)
        {
            Take(block, WeightNames.NormWeight, $"1.layers.{norms[block]}.weight");
            Take(block, WeightNames.NormBias, $"1.layers.{norms[block]}.bias");
            Take(block, WeightNames.NormMean, $"1.layers.{norms[block]}.running_mean");
            Take(block, WeightNames.NormVariance, $"1.layers.{norms[block]}.running_var");
            Take(block, WeightNames.LinearWeight, $"1.layers.{linears[block]}.weight");
            Take(block, WeightNames.LinearBias, $"1.layers.{linears[block]}.bias");
            _mapping.Ignore($"1.layers.{norms[block]}.num_batches_tracked", "a counter of training");
        }

        return CheckHead();

        void Take(int block, string part, string from) => _mapping.Take(WeightNames.Head(block, part), from);
    }

    private int CheckHead()
    {
        var shapes = _mapping.Shapes(IsOfHead);
        int Rows(int block) => shapes[WeightNames.Head(block, WeightNames.LinearWeight)][0];
        if (Rows(0) < 1 || Rows(1) < 2)
            throw new InvalidDataException($"The head has {Rows(0)} hidden units and {Rows(1)} classes; at least one and two were expected.");
        foreach (var (name, shape) in WeightNames.OfHead(Architecture, Rows(0), Rows(1)))
        {
            if (!shapes[name].AsSpan().SequenceEqual(shape))
                throw new InvalidDataException($"'{_mapping.SourceOf(name)}' has shape [{string.Join(", ", shapes[name])}], but [{string.Join(", ", shape)}] fits the other weights.");
        }

        return Rows(1);
    }
}
