using System.CommandLine;
using Microsoft.ML.Transforms;

namespace MultiFit.Cli;

/// <summary>A teacher that is not yet there.</summary>
/// <param name="Labels">The labels it will know.</param>
/// <param name="Create">Loads or trains it.</param>
internal sealed record Teacher(IReadOnlyList<string> Labels, Func<IProgress<TrainingProgress>, CancellationToken, SavedClassifier> Create);

/// <summary>The options that say who teaches: a saved classifier, or one that is learned from labels in another language and translations.</summary>
internal sealed class TeacherSettings
{
    private readonly Option<string> _source = CommonOptions.Labeled("--source", "Labelled documents of another language, for the teacher to learn from.");
    private readonly Option<string> _parallel = CommonOptions.Labeled("--parallel", "Sentences and their translations, from which the teacher learns to read both languages.");
    private readonly Option<string> _sourceColumn = new("--source-column") { Description = "Name of the column of --parallel in the language of --source.", HelpName = "NAME" };
    private readonly Option<string> _targetColumn = new("--target-column") { Description = "Name of the column of --parallel in the language of --target.", HelpName = "NAME" };

    private readonly Option<string> _teacher = new("--teacher")
    {
        Description = "Instead of --parallel, a classifier that labels the target text, as 'multifit train' saves it. --source may be left out then.",
        HelpName = "TEACHER.zip",
    };

    public void AddTo(Command verb)
    {
        verb.Add(_source);
        verb.Add(_parallel);
        verb.Add(_sourceColumn);
        verb.Add(_targetColumn);
        verb.Add(_teacher);
        verb.Validators.Add(result =>
        {
            bool translates = new[] { _parallel, _sourceColumn, _targetColumn }.Any(option => result.GetResult(option) is not null);
            bool isComplete = new[] { _source, _parallel, _sourceColumn, _targetColumn }.All(option => result.GetResult(option) is not null);
            if (result.GetResult(_teacher) is null ? !isComplete : translates)
                result.AddError("Give either --teacher, or --source and --parallel with --source-column and --target-column.");
        });
    }

    /// <summary>Reads and checks the files; a teacher that is to be learned is not learned yet.</summary>
    /// <param name="ml">The context to load or train in.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="read">Reads a labelled file.</param>
    /// <param name="training">Seed and threads.</param>
    /// <param name="terminal">Has the standard input.</param>
    public Teacher Open(MLContext ml, ParseResult parsed, Func<string, List<(int Line, LabeledText Row)>> read, TrainingSettings training, Terminal terminal)
    {
        var path = parsed.GetValue(_source);
        var source = path is null ? null : read(path);
        if (parsed.GetValue(_teacher) is { } model)
        {
            var saved = SavedClassifier.Load(ml, model, training.ThreadsOf(parsed));
            if (source is not null)
                LabeledFile.RequireKnown(source, saved.Labels, path!);
            return new Teacher(saved.Labels, (_, _) => saved);
        }

        var labels = LabeledFile.LabelsOf(source!, path!);
        var pairs = PairedFile.Read(parsed.GetRequiredValue(_parallel), parsed.GetRequiredValue(_sourceColumn), parsed.GetRequiredValue(_targetColumn), terminal);
        var options = new CrossLingualEmbeddingOptions { Seed = training.SeedOf(parsed), ThreadCount = training.ThreadsOf(parsed) };
        return new Teacher(labels, (progress, cancellationToken) => Learn(ml, source!, pairs, options, progress, cancellationToken));
    }

    private static SavedClassifier Learn(
        MLContext ml,
        List<(int Line, LabeledText Row)> source,
        List<PairedText> pairs,
        CrossLingualEmbeddingOptions options,
        IProgress<TrainingProgress> progress,
        CancellationToken cancellationToken)
    {
        const string Features = "Features";
        var embedding = ml.Transforms.Text
            .CrossLingualEmbedding(Features, SavedClassifier.TextColumn, nameof(PairedText.Source), nameof(PairedText.Target), options, progress, cancellationToken)
            .Fit(ml.Data.LoadFromEnumerable(pairs));
        var classifier = ml.Transforms.Conversion
            .MapValueToKey(SavedClassifier.LabelColumn, keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
            .Append(ml.MulticlassClassification.Trainers.MultinomialLogisticRegression(new MultinomialLogisticRegressionTrainer.Options
            {
                LabelColumnName = SavedClassifier.LabelColumn,
                FeatureColumnName = Features,
                PredictedLabelColumnName = SavedClassifier.PredictedLabelColumn,
                ScoreColumnName = SavedClassifier.ScoreColumn,
                Regression = new() { ThreadCount = options.ThreadCount },
                CancellationToken = cancellationToken,
            }))
            .Append(ml.Transforms.Conversion.MapKeyToValue(SavedClassifier.PredictedLabelColumn))
            .Fit(embedding.Transform(ml.Data.LoadFromEnumerable(source.Select(row => row.Row))));
        return SavedClassifier.Of(ml, embedding, classifier);
    }
}
