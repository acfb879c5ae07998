using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit;

/// <summary>The columns of labelled documents or vectors, and how they are read.</summary>
/// <param name="Label">A key, or bare values of the type behind the training data's key.</param>
/// <param name="Input">What the labels are of: text, unless a method is told otherwise.</param>
/// <param name="Weight">Weights of the rows, or null.</param>
internal sealed record LabeledRows(string Label, string Input, string? Weight)
{
    /// <summary>Reads all rows. Those without a label and those that weigh nothing are left out, and counted in the log.</summary>
    /// <param name="data">What to read.</param>
    /// <param name="training">The label column of the training data, which says what the classes are.</param>
    /// <param name="run">The log, and whether to stop.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    /// <exception cref="InvalidDataException">A weight is negative or not a number, a label is none of the classes, or no row is left.</exception>
    public List<LabeledDocument> Read(IDataView data, DataViewSchema.Column training, TrainingRun run) =>
        Read(data, InputColumn.Text(Input), training, run, (text, value, weight) => new LabeledDocument(text, value, weight));

    /// <summary>The same for rows of another kind.</summary>
    /// <param name="data">What to read.</param>
    /// <param name="column">The column of the inputs.</param>
    /// <param name="training">The label column of the training data.</param>
    /// <param name="run">The log, and whether to stop.</param>
    /// <param name="create">Input, class, weight → result.</param>
    public List<TRow> Read<TInput, TRow>(
        IDataView data, InputColumn<TInput> column, DataViewSchema.Column training, TrainingRun run, Func<TInput, int, float, TRow> create)
    {
        var label = RequireLabel(data.Schema, training);
        return Read(data, column, label, row => CreateClassReader(row, label, training), run, create);
    }

    /// <summary>The same for labels that are read in another way.</summary>
    /// <param name="data">What to read.</param>
    /// <param name="label">Its label column.</param>
    /// <param name="createClassReader">Reads the class of a row, −1 where it has no label.</param>
    /// <param name="run">The log, and whether to stop.</param>
    public List<LabeledDocument> Read(IDataView data, DataViewSchema.Column label, Func<DataViewRow, Func<int>> createClassReader, TrainingRun run) =>
        Read(data, InputColumn.Text(Input), label, createClassReader, run, (text, value, weight) => new LabeledDocument(text, value, weight));

    /// <summary>The same for anything that has labels.</summary>
    /// <param name="data">What to read.</param>
    /// <param name="column">The column of the inputs.</param>
    /// <param name="label">The label column.</param>
    /// <param name="createClassReader">Reads the class of a row, −1 where it has no label.</param>
    /// <param name="run">The log, and whether to stop.</param>
    /// <param name="create">Input, class, weight → result.</param>
    public List<TRow> Read<TInput, TRow>(
        IDataView data, InputColumn<TInput> column, DataViewSchema.Column label, Func<DataViewRow, Func<int>> createClassReader, TrainingRun run,
        Func<TInput, int, float, TRow> create)
    {
        using var cursor = data.GetRowCursor([.. Require(data.Schema, column), label]);
        var readInput = CreateReader(cursor, column);
        var readClass = createClassReader(cursor);
        var rows = new List<TRow>();
        int unlabelled = 0, weightless = 0;
        while (cursor.MoveNext())
        {
            run.ThrowIfCanceled();
            var (input, weight) = readInput();
            int value = readClass();
            if (value < 0)
                unlabelled++;
            else if (weight == 0)
                weightless++;
            else
                rows.Add(create(input, value, weight));
        }

        if (unlabelled > 0)
            run.Info($"{unlabelled} rows were left out because column '{Label}' has no known label there.");
        if (weightless > 0)
            run.Info($"{weightless} rows were left out because column '{Weight}' is 0 there.");
        return rows.Count > 0
            ? rows
            : throw new InvalidDataException($"The data has no rows with a label in column '{Label}', so there is nothing to learn from.");
    }

    /// <summary>The columns of text and, if there are some, weights.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    public IEnumerable<DataViewSchema.Column> RequireDocuments(DataViewSchema schema) => Require(schema, InputColumn.Text(Input));

    /// <summary>The same check before the data is known.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    public void RequireDocuments(SchemaShape schema)
    {
        SchemaCheck.RequireText(schema, Input);
        if (Weight is not null)
            SchemaCheck.RequireSingle(schema, "weight", Weight);
    }

    /// <summary>Reads text and weight of a row with those columns.</summary>
    public Func<(string Text, float Weight)> CreateDocumentReader(DataViewRow row) => CreateReader(row, InputColumn.Text(Input));

    private IEnumerable<DataViewSchema.Column> Require<T>(DataViewSchema schema, InputColumn<T> column)
    {
        var input = column.Require(schema);
        return Weight is null ? [input] : [input, SchemaCheck.RequireSingle(schema, "weight", Weight)];
    }

    private Func<(T Input, float Weight)> CreateReader<T>(DataViewRow row, InputColumn<T> column)
    {
        var readInput = column.CreateReader(row, row.Schema[column.Name]);
        var readWeight = Weight is null ? null : row.GetGetter<float>(row.Schema[Weight]);
        float weight = 1;
        return () =>
        {
            readWeight?.Invoke(ref weight);
            if (!(weight >= 0 && float.IsFinite(weight)))
                throw new InvalidDataException(FormattableString.Invariant($"Column '{Weight}', row {row.Position + 1}: a weight must be at least 0 and finite, but is {weight}."));
            return (readInput(), weight);
        };
    }

    private DataViewSchema.Column RequireLabel(DataViewSchema schema, DataViewSchema.Column training)
    {
        if (schema.GetColumnOrNull(Label) is { } column && LabelValues.Of(training)?.ItemType.Equals(column.Type) == true)
            return column;
        var key = SchemaCheck.RequireKey(schema, "label", Label);
        return key.Type.Equals(training.Type) && Same(LabelValues.Of(key), LabelValues.Of(training))
            ? key
            : throw SchemaCheck.Mismatch("label", Label, $"the training data's {training.Type} with the same values", $"{key.Type}");
    }

    private static bool Same(LabelValues? left, LabelValues? right) => left is null || right is null || left.ToText().SequenceEqual(right.ToText());

    private static Func<int> CreateClassReader(DataViewRow row, DataViewSchema.Column label, DataViewSchema.Column training) =>
        label.Type is KeyDataViewType ? CreateKeyReader(row, label) : LabelValues.Of(training)!.CreateClassReader(row, label);

    /// <summary>Reads the class of a key column, from 0; −1 where it is missing.</summary>
    public static Func<int> CreateKeyReader(DataViewRow row, DataViewSchema.Column label) => label.Type.RawType switch
    {
        var type when type == typeof(byte) => KeyReader<byte>(row, label, value => value),
        var type when type == typeof(ushort) => KeyReader<ushort>(row, label, value => value),
        var type when type == typeof(uint) => KeyReader<uint>(row, label, value => (long)value),
        _ => KeyReader<ulong>(row, label, value => (long)value),
    };

    /// <summary>Keys count from 1, classes from 0; key 0 means that there is none.</summary>
    private static Func<int> KeyReader<T>(DataViewRow row, DataViewSchema.Column column, Func<T, long> toNumber)
        where T : struct
    {
        var read = row.GetGetter<T>(column);
        long count = (long)((KeyDataViewType)column.Type).Count;
        T value = default;
        return () =>
        {
            read(ref value);
            long number = toNumber(value);
            return number <= count ? (int)number - 1 : -1;
        };
    }
}
