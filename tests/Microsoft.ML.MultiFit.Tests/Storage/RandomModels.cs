namespace Microsoft.ML.MultiFit.Tests;

/// <summary>Small models with random weights, batch-norm statistics included.</summary>
internal static class RandomModels
{
    private static readonly string[] Symbols = ["xxunk", "xxpad", "xxbos", "xxeos", "xxfld", "xxmaj", "xxup", "xxrep", "xxwrep"];

    public static ModelArchitecture Architecture { get; } = new() { VocabularySize = 50, EmbeddingSize = 12, HiddenSize = 20, LayerCount = 3 };

    public static SentencePieceModel Vocabulary(int size)
    {
        var pieces = Symbols.Select(symbol => new SentencePiece("▁" + symbol, 0, SentencePieceType.UserDefined))
            .Append(new SentencePiece("<unk>", 0, SentencePieceType.Unknown))
            .Concat(Enumerable.Range(0, size - Symbols.Length - 1).Select(i => new SentencePiece($"▁{(char)('a' + (i % 26))}{i / 26}", -i, SentencePieceType.Normal)));
        var trainer = new SentencePieceTrainerSpec { VocabularySize = size, UnknownId = 9, BeginOfSentenceId = -1, EndOfSentenceId = -1 };
        return new SentencePieceModel([.. pieces], trainer, new SentencePieceNormalizerSpec());
    }

    /// <summary>Weights larger than at the start of training, so that gates open and close and nothing is nearly linear.</summary>
    public static LanguageModel LanguageModel(ModelArchitecture architecture, int seed)
    {
        var random = new Random(seed);
        var weights = WeightNames.OfLanguageModel(architecture)
            .Select(weight => KeyValuePair.Create(weight.Name, Tensor(weight.Shape, _ => (2 * random.NextSingle() - 1) * Size(weight.Shape))));
        var provenance = Provenance.None.After(new TrainingStage("pretrain", 2, 12345, seed, 3.25));
        return new LanguageModel(architecture, new TextRules(), Vocabulary(architecture.VocabularySize), new WeightSet(weights), provenance);
    }

    public static TextClassifier Classifier(LanguageModel model, int classCount, int hiddenSize, int maxLength, int seed)
    {
        var random = new Random(seed);
        var head = WeightNames.OfHead(model.Architecture, hiddenSize, classCount).Select(weight => KeyValuePair.Create(weight.Name, Tensor(
            weight.Shape,
            _ => weight.Name.EndsWith(WeightNames.NormVariance, StringComparison.Ordinal) ? 0.05f + random.NextSingle() : 2 * random.NextSingle() - 1)));
        return new TextClassifier(model, classCount, new WeightSet(head), maxLength);
    }

    public static int[] Document(int length, int vocabularySize, int seed)
    {
        var random = new Random(seed);
        return [2, .. Enumerable.Range(1, length - 1).Select(_ => random.Next(vocabularySize))];
    }

    private static float Size(int[] shape) => shape.Length == 1 ? 0.5f : 3 / MathF.Sqrt(shape[1]);

    private static WeightTensor Tensor(int[] shape, Func<int, float> value) =>
        new(shape, [.. Enumerable.Range(0, shape.Aggregate(1, (product, size) => product * size)).Select(value)]);
}
