namespace Microsoft.ML.MultiFit;

/// <summary>What an import gave.</summary>
/// <param name="LanguageModel">Architecture, text rules, vocabulary and weights. Of a classifier or encoder the decoder's bias is zeros.</param>
/// <param name="Classifier">The classifier, if the file was one; its language model is <paramref name="LanguageModel"/>.</param>
/// <param name="Report">What was taken over, ignored and missing.</param>
public sealed record ImportedModel(LanguageModel LanguageModel, TextClassifier? Classifier, ImportReport Report)
{
    /// <summary>The training stage that stands for everything before the import.</summary>
    internal static Provenance Origin { get; } = Provenance.None.After(new TrainingStage("import", 0, 0, 0, double.NaN));
}
