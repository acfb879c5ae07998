using TorchSharp;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>The two forward passes of the product, the tensor library's and the managed one, give the same numbers.</summary>
[Collection(nameof(TorchCollection))]
public class ScoringEqualsTrainingTests
{
    private const int ClassCount = 4;
    private const int MaxLength = 1400;
    private const int PaddingId = 1;

    [Theory]
    [InlineData(60, 24, 40, 4, 2)]
    [InlineData(60, 10, 21, 2, 1)]
    [InlineData(60, 9, 5, 1, 2)]
    public void Of_a_classifier_alone_and_in_padded_batches(int vocabularySize, int embeddingSize, int hiddenSize, int layerCount, int window)
    {
        var architecture = new ModelArchitecture
        {
            VocabularySize = vocabularySize,
            EmbeddingSize = embeddingSize,
            HiddenSize = hiddenSize,
            LayerCount = layerCount,
            FirstLayerWindow = window,
        };
        CheckClassifier(architecture);
    }

    [Theory]
    [MemberData(nameof(Architectures.Kinds), MemberType = typeof(Architectures))]
    public void Of_a_classifier_of_every_kind(string kind) =>
        CheckClassifier(Architectures.Of(kind, new() { VocabularySize = 60, EmbeddingSize = 10, HiddenSize = 21, LayerCount = 3 }));

    private static void CheckClassifier(ModelArchitecture architecture)
    {
        int vocabularySize = architecture.VocabularySize;
        var classifier = RandomModels.Classifier(RandomModels.LanguageModel(architecture, seed: 6), ClassCount, hiddenSize: 13, MaxLength, seed: 7);
        var options = new ClassifierOptions { MaxLength = MaxLength, HeadHiddenSize = classifier.HeadHiddenSize };
        using var module = new TextClassifierModule(architecture, ClassCount, PaddingId, options, new DropoutMasks(0));
        ModuleWeights.Write(module, EncoderPart(classifier.LanguageModel.Weights));
        ModuleWeights.Write(module, classifier.Head);
        module.eval();

        int[] lengths = [1, 2, 8, 69, 70, 71, 256, 300, 1399, 1400, 1401, 1600];
        var documents = lengths.Select(length => RandomModels.Document(length, vocabularySize, length)).ToArray();
        var managed = new ClassifierScorer(classifier).Score(documents);
        foreach (int batchSize in new[] { 1, 5 })
        {
            foreach (var batch in new DocumentBatches(TokenCorpus.Of(documents), batchSize, 1, 0).LongestFirst())
            {
                using var scope = torch.NewDisposeScope();
                using var withoutGradient = torch.no_grad();
                var probabilities = TensorMemory.Floats(module.forward(batch).Scores.softmax(1)).ToArray();
                for (int row = 0; row < batch.Rows; row++)
                {
                    double[] expected = [.. probabilities.AsSpan(row * ClassCount, ClassCount).ToArray()];
                    ClassifierScorerTests.AssertClose(expected, managed[batch.Documents[row]], 1e-5);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Architectures.Kinds), MemberType = typeof(Architectures))]
    public void Of_a_language_model(string kind)
    {
        var architecture = Architectures.Of(kind, RandomModels.Architecture with { VocabularySize = 100 });
        var model = RandomModels.LanguageModel(architecture, seed: 8);
        using var module = new LanguageModelModule(architecture, PaddingId, new DropoutRates().Times(0), new DropoutMasks(0));
        ModuleWeights.Write(module, model.Weights);
        module.eval();

        var documents = new[] { 2, 70, 600 }.Select(length => RandomModels.Document(length, 100, length)).ToArray();
        var perplexities = new LanguageModelScorer(model).Perplexity(documents);
        for (int i = 0; i < documents.Length; i++)
        {
            using var scope = torch.NewDisposeScope();
            using var withoutGradient = torch.no_grad();
            using var state = module.Encoder.NewState(1);
            var document = documents[i];
            var batch = new BpttBatch([.. document[..^1]], document[1..], 1, document.Length - 1);
            double loss = module.forward(batch, state, smoothing: 0).Loss.item<float>();
            Assert.Equal(loss, Math.Log(perplexities[i]), 1e-5);
        }
    }

    private static WeightSet EncoderPart(WeightSet weights) =>
        new(weights.Names.Where(WeightNames.IsOfEncoder).Select(name => KeyValuePair.Create(name, weights[name])));
}
