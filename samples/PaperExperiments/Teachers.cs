using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.MultiFit;

namespace PaperExperiments;

/// <summary>
/// Teachers that have seen sentence pairs and English labels, but no label of the target language: an embedding that both languages share, and logistic
/// regression on it. The embeddings are in one folder by name, so that each is learned once.
/// </summary>
internal sealed class Teachers(ExperimentFolder folder, ExperimentData data)
{
    private const string Label = "Label";
    private const string PredictedLabel = "PredictedLabel";

    private readonly MLContext _ml = new(seed: 0);

    /// <summary>Vectors that English and another language share.</summary>
    /// <param name="language">The other language.</param>
    /// <param name="options">How they are learned.</param>
    public CrossLingualEmbeddingTransformer Embedding(string language, CrossLingualEmbeddingOptions options) => (CrossLingualEmbeddingTransformer)folder.Transformer(
        $"en-{language}", _ml, () => _ml.Data.LoadFromEnumerable(data.Translations(language)), pairs =>
            _ml.Transforms.Text.CrossLingualEmbedding("Features", "Text", nameof(TranslationRow.Source), nameof(TranslationRow.Target), options).Fit(pairs));

    /// <summary>A teacher for a language.</summary>
    /// <param name="language">The target language.</param>
    /// <param name="classes">The classes' names.</param>
    /// <param name="documents">English documents with true labels.</param>
    /// <param name="options">How the embedding is learned.</param>
    public ITransformer Create(string language, string[] classes, IReadOnlyList<LabeledDocument> documents, CrossLingualEmbeddingOptions options)
    {
        var embedding = Embedding(language, options);
        var source = Rows(documents.Select(document => new TextRow { Label = classes[document.Label], Text = document.Text }));
        var labeled = embedding.Transform(_ml.Transforms.Conversion.MapValueToKey(Label).Fit(source).Transform(source));
        return embedding.Append(_ml.MulticlassClassification.Trainers.MultinomialLogisticRegression(Label).Fit(labeled));
    }

    /// <summary>A student of a teacher's labels.</summary>
    /// <param name="name">What the lines on standard error call it.</param>
    /// <param name="teacher">Labels the documents.</param>
    /// <param name="start">The language model it starts from.</param>
    /// <param name="labels">What it learns of the teacher.</param>
    /// <param name="classifier">How it is trained.</param>
    /// <param name="seed">Its seed.</param>
    /// <param name="documents">What it learns from. Their labels are not looked at.</param>
    public ITransformer Student(
        string name,
        ITransformer teacher,
        LanguageModel start,
        BootstrapOptions labels,
        ClassifierOptions classifier,
        int seed,
        IEnumerable<LabeledDocument> documents) =>
        _ml.MulticlassClassification.Trainers.MultiFitBootstrap(teacher, new MultiFitBootstrapTrainer.Options
        {
            Bootstrap = labels,
            Student = new() { LanguageModel = start, Classifier = classifier, Seed = seed, Progress = new EpochLines(name) },
        }).Fit(Unlabeled(documents));

    /// <summary>The classes that a teacher or student gives documents, as places in <paramref name="classes"/>.</summary>
    public IReadOnlyList<int> Predict(ITransformer model, string[] classes, IEnumerable<LabeledDocument> documents)
    {
        var scored = model.Transform(Unlabeled(documents));
        var named = _ml.Transforms.Conversion.MapKeyToValue(PredictedLabel).Fit(scored).Transform(scored);
        return [.. named.GetColumn<string>(PredictedLabel).Select(label => Array.IndexOf(classes, label))];
    }

    private IDataView Unlabeled(IEnumerable<LabeledDocument> documents) => Rows(documents.Select(document => new TextRow { Text = document.Text }));

    private IDataView Rows(IEnumerable<TextRow> rows) => _ml.Data.LoadFromEnumerable(rows.ToList());
}
