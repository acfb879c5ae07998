namespace Microsoft.ML.MultiFit.Tests;

public class ClassifierScorerTests
{
    private static readonly int[] Lengths = [1, 2, 7, 8, 9, 70, 255, 256, 257, 600];

    [Theory]
    [InlineData(12, 20, 3, 2)]
    [InlineData(16, 32, 4, 2)]
    [InlineData(5, 33, 2, 1)]
    [InlineData(3, 7, 1, 2)]
    public void Equals_the_formulas(int embeddingSize, int hiddenSize, int layerCount, int window)
    {
        var architecture = new ModelArchitecture
        {
            VocabularySize = 50,
            EmbeddingSize = embeddingSize,
            HiddenSize = hiddenSize,
            LayerCount = layerCount,
            FirstLayerWindow = window,
        };
        CheckFormulas(architecture);
    }

    [Theory]
    [MemberData(nameof(Architectures.Kinds), MemberType = typeof(Architectures))]
    public void Equals_the_formulas_of_every_kind(string kind)
    {
        CheckFormulas(Architectures.Of(kind, RandomModels.Architecture));
        CheckFormulas(Architectures.Of(kind, RandomModels.Architecture with { EmbeddingSize = 16, HiddenSize = 33, LayerCount = 2 }));
    }

    private static void CheckFormulas(ModelArchitecture architecture)
    {
        var classifier = RandomModels.Classifier(RandomModels.LanguageModel(architecture, seed: 3), 3, hiddenSize: 6, maxLength: 256, seed: 4);
        var documents = Lengths.Select(length => RandomModels.Document(length, 50, length)).ToArray();
        var scores = new ClassifierScorer(classifier).Score(documents);
        for (int i = 0; i < documents.Length; i++)
        {
            var expected = SlowForward.Classify(classifier, SlowForward.Pool(SlowForward.Encode(classifier.LanguageModel, documents[i]), 256));
            AssertClose(expected, scores[i], 1e-5);
        }
    }

    [Theory]
    [InlineData(1, "qrnn")]
    [InlineData(2, "qrnn windows")]
    [InlineData(3, "qrnn ifo")]
    [InlineData(null, "qrnn")]
    [InlineData(1, "lstm")]
    [InlineData(3, "lstm")]
    [InlineData(null, "lstm")]
    public void A_documents_score_does_not_depend_on_its_company_or_on_threads(int? threadCount, string kind)
    {
        var model = RandomModels.LanguageModel(Architectures.Of(kind, RandomModels.Architecture), seed: 3);
        var classifier = RandomModels.Classifier(model, 3, hiddenSize: 6, maxLength: 500, seed: 4);
        var documents = Lengths.Concat([3, 3, 2500, 5]).Select((length, i) => RandomModels.Document(length, 50, i)).ToArray();
        var alone = documents.Select(document => new ClassifierScorer(classifier).Score([document], threadCount: 1)[0]).ToArray();
        var scorer = new ClassifierScorer(classifier);
        Assert.Equal(alone, scorer.Score(documents, threadCount));
        Assert.Equal(alone.Reverse(), scorer.Score([.. documents.Reverse()], threadCount));
    }

    [Fact]
    public void One_scorer_serves_many_threads_at_once()
    {
        var classifier = RandomClassifier();
        var scorer = new ClassifierScorer(classifier);
        var documents = Enumerable.Range(0, 40).Select(i => RandomModels.Document(1 + (i * 7 % 300), 50, i)).ToArray();
        var expected = scorer.Score(documents, threadCount: 1);
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ => Assert.Equal(expected, scorer.Score(documents, threadCount: 2)));
    }

    [Fact]
    public void Tokens_before_the_pooled_ones_matter_only_through_the_state()
    {
        // Without a recurrent state (forget gate always open) the earlier tokens must not matter at all, with it they must.
        var model = RandomModels.LanguageModel(RandomModels.Architecture, seed: 3);
        var classifier = RandomModels.Classifier(model, 3, hiddenSize: 6, maxLength: 10, seed: 4);
        int[] document = RandomModels.Document(40, 50, 1), other = [.. document];
        other[0] = document[0] + 1;
        other[20] = document[20] == 5 ? 6 : 5;
        Assert.NotEqual(Score(classifier, document), Score(classifier, other));

        foreach (int layer in Enumerable.Range(0, 3))
        {
            var bias = model.Weights[WeightNames.LayerBias(layer)].Values;
            bias.AsSpan(bias.Length / 3, bias.Length / 3).Fill(1000);
        }

        var stateless = RandomModels.Classifier(
            new LanguageModel(model.Architecture, model.TextRules, model.Vocabulary, model.Weights), 3, hiddenSize: 6, maxLength: 10, seed: 4);
        Assert.Equal(Score(stateless, document), Score(stateless, other));
    }

    [Fact]
    public void A_megabyte_of_text_takes_bounded_memory()
    {
        var scorer = new ClassifierScorer(RandomClassifier());
        var document = RandomModels.Document(300_000, 50, 1);
        scorer.Score([document[..300]], threadCount: 1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(1, scorer.Score([document], threadCount: 1)[0].Sum(), 5);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Fact]
    public void Extreme_logits_give_probabilities()
    {
        var classifier = RandomClassifier();
        var bias = classifier.Head[WeightNames.Head(1, WeightNames.LinearBias)].Values;
        bias[0] = 1000;
        Assert.Equal([1f, 0f, 0f], Score(new TextClassifier(classifier.LanguageModel, 3, classifier.Head, 50), [2, 3]));
    }

    [Fact]
    public void Bad_documents_are_named_before_work_begins()
    {
        var scorer = new ClassifierScorer(RandomClassifier());
        Assert.Contains("Document 1 ", Assert.Throws<ArgumentException>(() => scorer.Score([[2], []])).Message);
        Assert.Contains("Document 1 ", Assert.Throws<ArgumentException>(() => scorer.Score([[2], null!])).Message);
        Assert.Contains("Document 2 has piece id 50", Assert.Throws<ArgumentException>(() => scorer.Score([[2], [49], [3, 50]])).Message);
        Assert.Contains("Document 0 has piece id -1", Assert.Throws<ArgumentException>(() => scorer.Score([[-1]])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => scorer.Score([[2]], threadCount: 0));
        Assert.Empty(scorer.Score([]));
    }

    [Fact]
    public void Can_be_cancelled()
    {
        var scorer = new ClassifierScorer(RandomClassifier());
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => scorer.Score([[2]], cancellationToken: source.Token));

        // A document is looked at a few times per chunk: cancelled in the middle of 400 chunks, the work ends before the next but one.
        using var later = new CancellationTokenSource();
        var watched = new WatchedDocument(RandomModels.Document(100_000, 50, 1), cancelAt: 100, later);
        Assert.ThrowsAny<OperationCanceledException>(() => scorer.Score(watched, threadCount: 1, later.Token));
        Assert.InRange(watched.Looks, 100, 120);
    }

    private sealed class WatchedDocument(int[] document, int cancelAt, CancellationTokenSource source) : IReadOnlyList<int[]>
    {
        public int Looks { get; private set; }

        public int Count => 1;

        public int[] this[int index]
        {
            get
            {
                if (++Looks == cancelAt)
                    source.Cancel();
                return document;
            }
        }

        public IEnumerator<int[]> GetEnumerator() => throw new NotSupportedException();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private static float[] Score(TextClassifier classifier, int[] document) => new ClassifierScorer(classifier).Score([document])[0];

    private static TextClassifier RandomClassifier() =>
        RandomModels.Classifier(RandomModels.LanguageModel(RandomModels.Architecture, seed: 3), 3, hiddenSize: 6, maxLength: 500, seed: 4);

    internal static void AssertClose(IReadOnlyList<double> expected, IReadOnlyList<float> actual, double tolerance)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"[{i}]: expected {expected[i]}, got {actual[i]}");
    }
}
