using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit;

/// <summary>The columns that a teacher adds to its input, and what they say of a row.</summary>
internal sealed class TeacherColumns
{
    private const string PredictedLabelRole = "teacher's predicted label";
    private const string ScoreRole = "teacher's score";
    private const string SlotNames = "SlotNames";
    private const string TrainingLabelValues = "TrainingLabelValues";

    private readonly DataViewSchema.Column _predictedLabel;
    private readonly DataViewSchema.Column? _score;
    private readonly IReadOnlyList<string>? _scoreLabels;

    /// <summary>Finds and checks the columns.</summary>
    /// <param name="schema">What the teacher gives.</param>
    /// <param name="predictedLabel">Name of the column of its labels.</param>
    /// <param name="score">Name of the column of its probabilities.</param>
    /// <param name="needsScores">Whether the probabilities are needed. If not, the column may be missing, and only its names of the labels are of interest.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type, or nothing says which class each score is of.</exception>
    public TeacherColumns(DataViewSchema schema, string predictedLabel, string score, bool needsScores)
    {
        _predictedLabel = schema.GetColumnOrNull(predictedLabel) ?? throw SchemaCheck.Missing(PredictedLabelRole, predictedLabel);
        var declared = LabelTexts.Declared(_predictedLabel, PredictedLabelRole);
        var scores = schema.GetColumnOrNull(score);
        if (needsScores)
        {
            _score = scores ?? throw SchemaCheck.Missing(ScoreRole, score);
            _scoreLabels = LabelsOf(_score.Value, _predictedLabel, declared);
        }

        Labels = declared ?? _scoreLabels ?? (scores is { } column ? NamesOf(column) : null);
    }

    /// <summary>The labels that the teacher can give; null where only the rows tell.</summary>
    public IReadOnlyList<string>? Labels { get; }

    /// <summary>The columns to read.</summary>
    public IEnumerable<DataViewSchema.Column> Columns => _score is { } score ? [_predictedLabel, score] : [_predictedLabel];

    /// <summary>Reads the label of each row as text, null where it has none, and its probabilities in the order of the classes, null where they are not needed.</summary>
    /// <param name="row">The row.</param>
    /// <param name="classes">The classes; every label of the scores is among them.</param>
    public Func<(string? Label, float[]? Distribution)> CreateReader(DataViewRow row, LabelMapping? classes)
    {
        var readLabel = LabelTexts.CreateReader(row, _predictedLabel, PredictedLabelRole);
        if (_score is not { } score)
            return () => (readLabel(), null);
        int[] places = [.. _scoreLabels!.Select(classes!.ClassOf)];
        var readScores = CreateScoreReader(row, score);
        return () =>
        {
            var label = readLabel();
            if (label is null)
                return (null, null);
            var scores = readScores();
            if (!LabeledCorpus.IsDistribution(scores, places.Length))
            {
                throw new InvalidDataException(
                    $"The teacher's score column '{score.Name}', row {row.Position + 1}: the values are not probabilities that sum to 1. "
                    + "Hard labels without selection do not need them; a calibrator makes them.");
            }

            var distribution = new float[places.Length];
            for (int i = 0; i < places.Length; i++)
                distribution[places[i]] = scores[i];
            return (label, distribution);
        };
    }

    /// <summary>Which class each score is of. A binary classifier has one score, the probability of true.</summary>
    private static string[] LabelsOf(DataViewSchema.Column score, DataViewSchema.Column predictedLabel, string[]? declared)
    {
        if (score.Type == NumberDataViewType.Single && predictedLabel.Type is BooleanDataViewType)
            return declared!;
        if (score.Type is not VectorDataViewType { IsKnownSize: true } vector || vector.ItemType != NumberDataViewType.Single)
            throw SchemaCheck.Mismatch(ScoreRole, score.Name, "Vector<Single> of a score per class", score.Type.ToString()!);
        var labels = NamesOf(score) ?? declared;
        if (labels?.Length != vector.Size)
            throw SchemaCheck.Mismatch(ScoreRole, score.Name, "slot names that say which class each score is of", labels is null ? "none" : $"{labels.Length} for {vector.Size} scores");
        if (declared is not null)
            LabelMapping.To(declared).RequireSame(labels, $"the teacher's column '{score.Name}'", "its predicted label");
        return labels;
    }

    private static string[]? NamesOf(DataViewSchema.Column score) =>
        (LabelValues.OfAnnotation(score, TrainingLabelValues) ?? LabelValues.OfAnnotation(score, SlotNames))?.ToText();

    private static Func<float[]> CreateScoreReader(DataViewRow row, DataViewSchema.Column score)
    {
        if (score.Type is not VectorDataViewType)
        {
            var readProbability = row.GetGetter<float>(score);
            float probability = 0;
            return () =>
            {
                readProbability(ref probability);
                return [1 - probability, probability];
            };
        }

        var read = row.GetGetter<VBuffer<float>>(score);
        VBuffer<float> scores = default;
        return () =>
        {
            read(ref scores);
            return [.. scores.DenseValues()];
        };
    }
}
