namespace Microsoft.ML.MultiFit.Benchmarks;

/// <summary>The published claim of section 4.2 and table 4: the same sizes as QRNN and as LSTM, whole training steps that take turns.</summary>
internal sealed class EncoderStepBenchmark : IBenchmark
{
    public string Name => "encoder-step";

    public string Summary => "training steps of the Paper preset with QRNN and with LSTM layers";

    public void Run(BenchmarkSettings settings, Figures figures)
    {
        using var threads = new TorchThreads(settings.ThreadCount);
        int repetitions = settings.Repetitions ?? 5;
        var qrnn = MultiFitPreset.Paper.Architecture;
        var lstm = qrnn with { Encoder = EncoderKind.Lstm };
        var pretraining = MultiFitPreset.Paper.Pretraining.Training;
        using (var first = TrainingSteps.OfLanguageModel(qrnn, pretraining))
        using (var second = TrainingSteps.OfLanguageModel(lstm, pretraining))
            figures.AddPair("language-model.qrnn", "language-model.lstm", Timing.Pairs(repetitions, first.Run, second.Run));
        var classifier = MultiFitPreset.Paper.Classifier;
        var lengths = Enumerable.Repeat(300, classifier.Training.BatchSize);
        using (var first = TrainingSteps.OfClassifier(qrnn, classifier, lengths))
        using (var second = TrainingSteps.OfClassifier(lstm, classifier, lengths))
            figures.AddPair("classifier.qrnn", "classifier.lstm", Timing.Pairs(repetitions, first.Run, second.Run));
    }
}
