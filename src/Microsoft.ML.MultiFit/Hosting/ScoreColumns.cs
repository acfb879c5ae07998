using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit;

/// <summary>What a classifier says of one document.</summary>
/// <param name="Probabilities">One per class, summing to 1.</param>
internal sealed record ClassPrediction(float[] Probabilities)
{
    /// <summary>The likeliest class, from 0; of equal ones the first, as ML.NET's evaluator has it.</summary>
    public int Class { get; } = Array.IndexOf(Probabilities, Probabilities.Max());
}

/// <summary>The columns of a multiclass trainer under their names, with the annotations by which ML.NET knows them.</summary>
/// <param name="PredictedLabel">Key of the likeliest class.</param>
/// <param name="Score">Vector of all probabilities.</param>
/// <param name="Probability">The largest of them.</param>
internal sealed record ScoreColumns(string PredictedLabel, string Score, string Probability)
{
    private const string ColumnKind = "ScoreColumnKind";
    private const string ValueKind = "ScoreValueKind";
    private const string SetId = "ScoreColumnSetId";

    /// <summary>The columns for so many classes.</summary>
    /// <param name="input">The schema they are added to; the scorers in it have numbers, and ours takes the next.</param>
    /// <param name="classCount">How many classes.</param>
    /// <param name="labels">Their values, if they have any.</param>
    public IReadOnlyList<OutputColumn<ClassPrediction>> Create(DataViewSchema? input, int classCount, LabelValues? labels)
    {
        uint set = input is null ? 1 : NextSet(input);
        var predicted = Annotations(set, "PredictedLabel");
        labels?.Annotate(predicted, LabelValues.Kind);
        var score = Annotations(set, "Score");
        if (labels is not null)
        {
            var names = labels.ToText();
            score.Add("SlotNames", new VectorDataViewType(TextDataViewType.Instance, classCount), (ref VBuffer<ReadOnlyMemory<char>> slots) =>
                slots = new VBuffer<ReadOnlyMemory<char>>(names.Length, [.. names.Select(name => name.AsMemory())]));
            labels.Annotate(score, "TrainingLabelValues");
        }

        return
        [
            OutputColumn<ClassPrediction>.Scalar(
                PredictedLabel, new KeyDataViewType(typeof(uint), classCount), predicted.ToAnnotations(), prediction => (uint)prediction.Class + 1),
            OutputColumn<ClassPrediction>.Vector(Score, NumberDataViewType.Single, classCount, score.ToAnnotations(), prediction => prediction.Probabilities),
            OutputColumn<ClassPrediction>.Scalar(Probability, NumberDataViewType.Single, null, prediction => prediction.Probabilities[prediction.Class]),
        ];
    }

    /// <summary>The columns of a shape with these behind.</summary>
    /// <param name="input">The shape.</param>
    /// <param name="label">The label column in it, whose values they will have.</param>
    public SchemaShape AppendTo(SchemaShape input, SchemaShape.Column label)
    {
        var columns = Create(null, LabelValues.PlaceholderCount, LabelValues.Placeholder(label));
        return SchemaShapes.Append(input, columns.Select(column => column.Definition));
    }

    /// <summary>These columns, computed from vectors.</summary>
    /// <param name="featureColumnName">The column of vectors.</param>
    /// <param name="featureCount">Their length.</param>
    /// <param name="classCount">How many classes.</param>
    /// <param name="labels">Their values, if they have any.</param>
    /// <param name="probabilities">The probability of each class; called on any thread.</param>
    public ColumnMapping<float[], ClassPrediction> MapVectors(
        string featureColumnName, int featureCount, int classCount, LabelValues? labels, Func<float[], float[]> probabilities) => new(
        InputColumn.Vector("feature", featureColumnName, featureCount),
        input => Create(input, classCount, labels),
        (rows, _) => [.. rows.Select(features => new ClassPrediction(probabilities(features)))]);

    /// <summary>Writes the names of the columns and the labels' values.</summary>
    public void Write(BinaryWriter writer, string inputColumnName, LabelValues? labels)
    {
        writer.Write(inputColumnName);
        writer.Write(PredictedLabel);
        writer.Write(Score);
        writer.Write(Probability);
        writer.Write(labels is not null);
        labels?.Write(writer);
    }

    /// <summary>Reads what <see cref="Write"/> has written.</summary>
    /// <returns>The input column's name, the columns, and what reads the labels' values next, once the number of classes is known.</returns>
    public static (string InputColumnName, ScoreColumns Columns, Func<int, LabelValues?> ReadLabels) Read(BinaryReader reader)
    {
        string inputColumnName = reader.ReadString();
        var columns = new ScoreColumns(reader.ReadString(), reader.ReadString(), reader.ReadString());
        bool hasLabels = reader.ReadBoolean();
        return (inputColumnName, columns, classCount => hasLabels ? LabelValues.Read(reader, classCount) : null);
    }

    private static DataViewSchema.Annotations.Builder Annotations(uint set, string valueKind)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.AddPrimitiveValue(SetId, new KeyDataViewType(typeof(uint), int.MaxValue), set);
        annotations.AddPrimitiveValue(ColumnKind, TextDataViewType.Instance, "MulticlassClassification".AsMemory());
        annotations.AddPrimitiveValue(ValueKind, TextDataViewType.Instance, valueKind.AsMemory());
        return annotations;
    }

    private static uint NextSet(DataViewSchema input)
    {
        uint last = 0;
        foreach (var column in input)
        {
            uint set = 0;
            if (column.Annotations.Schema.GetColumnOrNull(SetId)?.Type is KeyDataViewType { RawType: var type } && type == typeof(uint))
                column.Annotations.GetValue(SetId, ref set);
            last = Math.Max(last, set);
        }

        return last + 1;
    }
}
