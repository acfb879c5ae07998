namespace Microsoft.ML.MultiFit.Tests;

/// <summary>Models as fastai v1 would have saved them: state dictionaries and vocabularies.</summary>
internal static class FastaiModels
{
    public static readonly string[] PaperSymbols = ["xxunk", "xxpad", "xxbos", "xxfld", "xxmaj", "xxup", "xxrep", "xxwrep"];

    /// <summary>A vocabulary like those of the released models: symbols without U+2581, then the unknown piece, then learned ones.</summary>
    public static SentencePieceModel PaperVocabulary(int size)
    {
        var pieces = PaperSymbols.Select(symbol => new SentencePiece(symbol, 0, SentencePieceType.UserDefined))
            .Append(new SentencePiece("<unk>", 0, SentencePieceType.Unknown))
            .Append(new SentencePiece("▁", -2, SentencePieceType.Normal))
            .Concat(Enumerable.Range(0, 26).Select(i => new SentencePiece($"{(char)('a' + i)}", -5 - (0.1f * i), SentencePieceType.Normal)));
        pieces = pieces.Concat(Enumerable.Range(0, size - pieces.Count()).Select(i => new SentencePiece($"▁{(char)('a' + (i % 26))}{(char)('a' + (i / 26))}", -4 - (0.1f * i), SentencePieceType.Normal)));
        var trainer = new SentencePieceTrainerSpec { VocabularySize = size, UnknownId = 8, BeginOfSentenceId = -1, EndOfSentenceId = -1, UserDefinedSymbols = PaperSymbols };
        return new SentencePieceModel([.. pieces], trainer, new SentencePieceNormalizerSpec(NormalizationRules.NmtNfkc));
    }

    /// <summary>The encoder under a prefix: <c>0.</c> in a language model, nothing in an encoder's file, <c>0.module.</c> in a classifier.</summary>
    /// <param name="model">Its weights are saved.</param>
    /// <param name="prefix">What the names begin with.</param>
    /// <param name="style">What fastai 1.0.50 and later put between layer and <c>linear</c>.</param>
    public static List<(string Name, SavedTensor Tensor)> Encoder(LanguageModel model, string prefix, string style = "")
    {
        var embedding = SavedTensor.Of("100", model.Weights[WeightNames.Embedding]);
        var state = new List<(string, SavedTensor)> { (prefix + "encoder.weight", embedding), (prefix + "encoder_dp.emb.weight", embedding) };
        for (int layer = 0; layer < model.Architecture.LayerCount; layer++)
        {
            if (model.Architecture.Encoder == EncoderKind.Lstm)
            {
                state.AddRange(LstmLayer(model, $"{prefix}rnns.{layer}.", layer));
                continue;
            }

            string name = $"{prefix}rnns.{layer}.{style}linear.";
            var weight = model.Weights[WeightNames.LayerWeight(layer)];
            var dropped = new WeightTensor(weight.Shape, [.. weight.Values.Select((value, i) => i % 3 == 0 ? 0 : 2 * value)]);
            state.Add((name + "weight_raw", SavedTensor.Of($"20{layer}", weight)));
            state.Add((name + "module.weight", SavedTensor.Of($"30{layer}", dropped)));
            state.Add((name + "module.bias", SavedTensor.Of($"40{layer}", model.Weights[WeightNames.LayerBias(layer)])));
        }

        return state;
    }

    /// <summary>Torch keeps two biases; any two that add up to the model's are the same layer.</summary>
    private static List<(string Name, SavedTensor Tensor)> LstmLayer(LanguageModel model, string prefix, int layer)
    {
        var recurrent = model.Weights[WeightNames.LayerRecurrentWeight(layer)];
        var bias = model.Weights[WeightNames.LayerBias(layer)];
        return
        [
            (prefix + "weight_hh_l0_raw", SavedTensor.Of($"20{layer}", recurrent)),
            (prefix + "module.weight_ih_l0", SavedTensor.Of($"30{layer}", model.Weights[WeightNames.LayerWeight(layer)])),
            (prefix + "module.weight_hh_l0", SavedTensor.Of($"40{layer}", new WeightTensor(recurrent.Shape, new float[recurrent.Values.Length]))),
            (prefix + "module.bias_ih_l0", SavedTensor.Of($"51{layer}", new WeightTensor(bias.Shape, [.. bias.Values.Select(value => value / 4)]))),
            (prefix + "module.bias_hh_l0", SavedTensor.Of($"61{layer}", new WeightTensor(bias.Shape, [.. bias.Values.Select(value => 3 * (value / 4))]))),
        ];
    }

    public static List<(string Name, SavedTensor Tensor)> LanguageModel(LanguageModel model, string style = "") =>
    [
        .. Encoder(model, "0.", style),
        ("1.decoder.weight", SavedTensor.Of("100", model.Weights[WeightNames.Embedding])),
        ("1.decoder.bias", SavedTensor.Of("500", model.Weights[WeightNames.DecoderBias])),
    ];

    /// <param name="classifier">Its weights are saved.</param>
    /// <param name="numbers">Where its batch norms and linear layers stand: fastai leaves out a dropout of 0.</param>
    public static List<(string Name, SavedTensor Tensor)> Classifier(TextClassifier classifier, params int[] numbers)
    {
        var state = Encoder(classifier.LanguageModel, "0.module.");
        for (int block = 0; block < 2; block++)
        {
            var (norm, linear) = ($"1.layers.{numbers[2 * block]}.", $"1.layers.{numbers[(2 * block) + 1]}.");
            Add(norm + "weight", block, WeightNames.NormWeight);
            Add(norm + "bias", block, WeightNames.NormBias);
            Add(norm + "running_mean", block, WeightNames.NormMean);
            Add(norm + "running_var", block, WeightNames.NormVariance);
            state.Add((norm + "num_batches_tracked", new SavedTensor($"6{block}", "LongStorage", [1234], 0, [], [])));
            Add(linear + "weight", block, WeightNames.LinearWeight);
            Add(linear + "bias", block, WeightNames.LinearBias);
        }

        return state;

        void Add(string name, int block, string part) => state.Add((name, SavedTensor.Of("7" + name, classifier.Head[WeightNames.Head(block, part)])));
    }
}
