namespace Microsoft.ML.MultiFit.Benchmarks;

/// <summary>Steps of untrained models on random documents, on the device and in the precision of their options.</summary>
internal static class TrainingSteps
{
    private const int PaddingId = 1;

    /// <summary>A step of language modelling.</summary>
    public static TrainingStep<BpttBatch> OfLanguageModel(ModelArchitecture architecture, TrainingOptions options)
    {
        using var device = new TrainingDevice(options);
        var masks = new DropoutMasks(options.Seed, device.Place);
        var module = new LanguageModelModule(architecture, PaddingId, options.Dropout.Times(options.DropoutMultiplier), masks, device.Precision);
        ModuleWeights.Write(module, RandomWeights.Of(WeightNames.OfLanguageModel(architecture)));
        var corpus = RandomIds.Corpus(3L * options.BatchSize * options.BpttLength, architecture.VocabularySize);
        var task = new LanguageModelTask(module, corpus, validation: null, options);
        return new(task, module, LayerGroups.Of(module), options);
    }

    /// <summary>A step of classification of two classes.</summary>
    /// <param name="architecture">The encoder.</param>
    /// <param name="options">The classifier.</param>
    /// <param name="lengths">Lengths of the documents of the one batch there is; as many as it has rows.</param>
    public static TrainingStep<DocumentBatch> OfClassifier(ModelArchitecture architecture, ClassifierOptions options, IEnumerable<int> lengths)
    {
        const int classCount = 2;
        var random = new Random(1);
        using var device = new TrainingDevice(options.Training);
        var masks = new DropoutMasks(options.Training.Seed, device.Place);
        var module = new TextClassifierModule(architecture, classCount, PaddingId, options, masks, device.Precision);
        ModuleWeights.Write(module, RandomWeights.Of(WeightNames.OfLanguageModel(architecture).Where(weight => WeightNames.IsOfEncoder(weight.Name))));
        ModuleWeights.Write(module, NewClassifierHead.Weights(architecture, options.HeadHiddenSize, classCount, seed: 1));
        var tokens = TokenCorpus.Of(lengths.Select(length => RandomIds.Document(length, architecture.VocabularySize, random)));
        int[] labels = [.. Enumerable.Range(0, tokens.DocumentCount).Select(document => document % classCount)];
        var corpus = new LabeledCorpus(tokens, labels, Array.ConvertAll(labels, _ => 1f));
        var task = new ClassifierTask(module, classCount, corpus, validation: null, PaddingId, options.Training);
        return new(task, module, LayerGroups.Of(module), options.Training);
    }
}
