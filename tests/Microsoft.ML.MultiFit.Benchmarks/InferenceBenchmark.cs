namespace Microsoft.ML.MultiFit.Benchmarks;

/// <summary>Classification of documents that are pieces already, by the managed forward pass.</summary>
internal sealed class InferenceBenchmark : IBenchmark
{
    private const int Length = 300;

    public string Name => "inference";

    public string Summary => "class probabilities of 1 and of 64 documents of 300 tokens: Paper";

    public void Run(BenchmarkSettings settings, Figures figures)
    {
        var classifier = Classifier();
        var scorer = new ClassifierScorer(classifier);
        var random = new Random(1);
        int[][] documents = [.. Enumerable.Range(0, 64).Select(_ => RandomIds.Document(Length, classifier.LanguageModel.Vocabulary.Pieces.Count, random))];
        figures.AddMilliseconds("1-document", Timing.Repeat(settings.Repetitions ?? 15, () => scorer.Score(documents[..1], settings.ThreadCount)));
        var seconds = Timing.Repeat(settings.Repetitions ?? 7, () => scorer.Score(documents, settings.ThreadCount));
        figures.AddMilliseconds("64-documents", seconds);
        figures.Add("64-documents.speed", documents.Length / Statistics.Median(seconds), "documents/s");
        figures.Add("peak-resident", ProcessMemory.Peak / 1e6, "MB");
    }

    private static TextClassifier Classifier()
    {
        const int classCount = 2;
        var architecture = MultiFitPreset.Paper.Architecture;
        int hiddenSize = MultiFitPreset.Paper.Classifier.HeadHiddenSize;
        var model = LanguageModel.CreateRandom(architecture, new TextRules(), Vocabulary(architecture.VocabularySize), seed: 1);
        return new TextClassifier(model, classCount, NewClassifierHead.Weights(architecture, hiddenSize, classCount, seed: 1), MultiFitPreset.Paper.Classifier.MaxLength);
    }

    /// <summary>Pieces that nothing is cut into.</summary>
    private static SentencePieceModel Vocabulary(int size)
    {
        var pieces = Enumerable.Range(1, size - 1).Select(i => new SentencePiece($"▁{i}", -i, SentencePieceType.Normal));
        var trainer = new SentencePieceTrainerSpec { VocabularySize = size, UnknownId = 0, BeginOfSentenceId = -1, EndOfSentenceId = -1 };
        return new SentencePieceModel([new SentencePiece("<unk>", 0, SentencePieceType.Unknown), .. pieces], trainer, new SentencePieceNormalizerSpec());
    }
}
