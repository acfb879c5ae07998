using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit;

/// <summary>The columns of labelled vectors, and how they are read and checked.</summary>
/// <param name="Columns">Their names; the input is a vector of <see cref="float"/> of known size.</param>
internal sealed record LabeledVectors(LabeledRows Columns)
{
    private const string Role = "feature";

    /// <summary>How many features a vector of this data has.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or of the wrong type.</exception>
    public int CountFeatures(DataViewSchema schema) => ((VectorDataViewType)SchemaCheck.RequireVector(schema, Role, Columns.Input).Type).Size;

    /// <summary>The same check of all columns before the data is known.</summary>
    /// <returns>The label column.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    public SchemaShape.Column Require(SchemaShape schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var label = SchemaCheck.RequireKey(schema, "label", Columns.Label);
        SchemaCheck.RequireVector(schema, Role, Columns.Input);
        if (Columns.Weight is not null)
            SchemaCheck.RequireSingle(schema, "weight", Columns.Weight);
        return label;
    }

    /// <summary>Reads all rows that have a label and weigh something.</summary>
    /// <param name="data">What to read.</param>
    /// <param name="training">The label column of the training data, which says what the classes are.</param>
    /// <param name="featureCount">How many features every vector must have.</param>
    /// <param name="run">The log, and whether to stop.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    /// <exception cref="InvalidDataException">A feature or weight is no finite number, a weight is negative, or no row is left.</exception>
    public List<LabeledVector> Read(IDataView data, DataViewSchema.Column training, int featureCount, TrainingRun run)
    {
        var column = InputColumn.Vector(Role, Columns.Input, featureCount);
        var rows = Columns.Read(data, column, training, run, (values, value, weight) => new LabeledVector(values, value, weight));
        int wrong = rows.FindIndex(row => !Array.TrueForAll(row.Features, float.IsFinite));
        return wrong < 0
            ? rows
            : throw new InvalidDataException($"Column '{Columns.Input}': labelled row {wrong + 1} has a feature that is not a finite number.");
    }

    /// <summary>The same for the training data itself, which must have two classes.</summary>
    public List<LabeledVector> ReadTraining(IDataView data, DataViewSchema.Column label, int featureCount, TrainingRun run)
    {
        var rows = Read(data, label, featureCount, run);
        return rows.Exists(row => row.Label != rows[0].Label)
            ? rows
            : throw new InvalidDataException($"All {rows.Count} labelled rows have the same label in column '{Columns.Label}'; a classifier needs two.");
    }
}
