using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit;

/// <summary>What bootstrapping reads of its input and of the teacher's word on it.</summary>
/// <param name="Classes">The classes' labels as text.</param>
/// <param name="Labels">The classes' labels in their own type; null where they are bare numbers.</param>
/// <param name="Documents">The rows that weigh something.</param>
internal sealed record TargetData(IReadOnlyList<string> Classes, LabelValues? Labels, IReadOnlyList<PseudoLabeledDocument> Documents);

/// <summary>The columns of target data and of its teacher, and how they are read.</summary>
/// <param name="Columns">The student's columns. The label column, where there is one, says what the classes are.</param>
/// <param name="TeacherLabel">The teacher's column of labels.</param>
/// <param name="TeacherScore">The teacher's column of probabilities.</param>
/// <param name="NeedsScores">Whether they are needed.</param>
internal sealed record TargetRows(LabeledRows Columns, string TeacherLabel, string TeacherScore, bool NeedsScores)
{
    private const string LabelRole = "label";
    private const int RowsPerReport = 256;

    /// <summary>Throws unless the columns are there.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    public void Check(DataViewSchema input) => _ = Columns.RequireDocuments(input).ToList();

    /// <summary>Throws unless documents with true labels have their columns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    public void CheckValidation(DataViewSchema validation)
    {
        _ = validation.GetColumnOrNull(Columns.Label) ?? throw SchemaCheck.Missing(LabelRole, Columns.Label);
        _ = (Columns with { Weight = null }).RequireDocuments(validation).ToList();
    }

    /// <summary>The student's labels as far as a schema without data tells, after the same check.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    public LabelValues? LabelsOf(SchemaShape input)
    {
        Columns.RequireDocuments(input);
        foreach (var column in input.Where(column => column.Name == Columns.Label && column.IsKey))
            return LabelValues.Placeholder(column);
        return LabelValues.OfTexts(new string[LabelValues.PlaceholderCount]);
    }

    /// <summary>Lets the teacher label every row.</summary>
    /// <param name="input">The target data.</param>
    /// <param name="teacher">The teacher.</param>
    /// <param name="run">Log, progress and cancellation.</param>
    /// <exception cref="ArgumentException">The label sets differ, or the teacher does not map row to row.</exception>
    /// <exception cref="InvalidDataException">There are no rows, or a label or score of the teacher's is wrong.</exception>
    public TargetData Read(IDataView input, ITransformer teacher, TrainingRun run)
    {
        if (!teacher.IsRowToRowMapper)
            throw new ArgumentException("The teacher does not map row to row: it may drop rows or change their order, so that its labels cannot be told apart.", nameof(teacher));
        var labeled = teacher.Transform(input);
        var columns = new TeacherColumns(labeled.Schema, TeacherLabel, TeacherScore, NeedsScores);
        DataViewSchema.Column? key = input.Schema.GetColumnOrNull(Columns.Label) is { Type: KeyDataViewType } column ? column : null;
        var classes = key is null ? columns.Labels : LabelTexts.Declared(key.Value, LabelRole);
        if (classes is not null && columns.Labels is { } teachers)
            LabelMapping.To(classes).RequireSame(teachers, "the teacher", $"column '{Columns.Label}'");

        var rows = ReadRows(input, labeled, columns, classes is null ? null : LabelMapping.To(classes), run);
        classes ??= [.. rows.Select(row => row.Label).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (classes.Count < 2)
            throw new InvalidDataException(TooFewLabels(classes, rows.Count));
        var documents = ToDocuments(rows, LabelMapping.To(classes), run);
        return new TargetData(classes, key is null ? LabelValues.OfTexts(classes) : LabelValues.Of(key.Value), documents);
    }

    /// <summary>Reads documents with true labels.</summary>
    /// <param name="data">The data.</param>
    /// <param name="classes">The classes' labels as text.</param>
    /// <param name="run">Log and cancellation.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    /// <exception cref="InvalidDataException">A label is none of the classes, or there are none.</exception>
    public List<LabeledDocument> ReadValidation(IDataView data, IReadOnlyList<string> classes, TrainingRun run)
    {
        CheckValidation(data.Schema);
        var label = data.Schema[Columns.Label];
        var mapping = LabelMapping.To(classes);
        return (Columns with { Weight = null }).Read(data, label, CreateClassReader, run);

        Func<int> CreateClassReader(DataViewRow row)
        {
            var read = LabelTexts.CreateReader(row, label, LabelRole);
            return () => read() is { } text ? ClassOf(text) : -1;

            int ClassOf(string text) => mapping.ClassOf(text) is var known and >= 0
                ? known
                : throw new InvalidDataException(
                    $"The validation set's column '{label.Name}', row {row.Position + 1}: the label '{text}' is none of the classes {LabelMapping.Name([.. classes])}.");
        }
    }

    /// <summary>Reads the student's columns from the input, since the teacher may change them, and the teacher's beside them.</summary>
    private List<Row> ReadRows(IDataView input, IDataView labeled, TeacherColumns columns, LabelMapping? classes, TrainingRun run)
    {
        using var inputCursor = input.GetRowCursor(Columns.RequireDocuments(input.Schema));
        using var teacherCursor = labeled.GetRowCursor(columns.Columns);
        var readDocument = Columns.CreateDocumentReader(inputCursor);
        var readLabel = columns.CreateReader(teacherCursor, classes);
        var rows = new List<Row>();
        int rowCount = (int)Math.Min(input.GetRowCount() ?? 0, int.MaxValue);
        while (inputCursor.MoveNext())
        {
            run.ThrowIfCanceled();
            if (!teacherCursor.MoveNext())
                throw new InvalidDataException($"The teacher gives {rows.Count} rows, fewer than its input has.");
            var (text, weight) = readDocument();
            var (label, distribution) = readLabel();
            rows.Add(new Row(text, weight, label, distribution));
            if (rows.Count % RowsPerReport == 0)
                run.Report(new TrainingProgress(PseudoLabelBootstrapper.LabelingStage, 0, 0, rows.Count, Math.Max(rows.Count, rowCount), double.NaN));
        }

        return rows.Count > 0 ? rows : throw new InvalidDataException("The target data has no rows, so there is nothing to learn from.");
    }

    private static string TooFewLabels(IReadOnlyList<string> labels, int rowCount) => labels.Count == 0
        ? $"Of the teacher none of the {rowCount} rows has a label."
        : $"Of the teacher all labelled rows have the label '{labels[0]}'; a student needs two labels.";

    private List<PseudoLabeledDocument> ToDocuments(List<Row> rows, LabelMapping classes, TrainingRun run)
    {
        int weightless = rows.RemoveAll(row => row.Weight == 0);
        if (weightless > 0)
            run.Info($"{weightless} rows were left out because column '{Columns.Weight}' is 0 there.");
        return rows.ConvertAll(row => new PseudoLabeledDocument(row.Text, LabelOf(row), row.Weight));

        PseudoLabel? LabelOf(Row row)
        {
            if (row.Label is null)
                return null;
            int label = classes.ClassOf(row.Label);
            if (label < 0)
                throw new ArgumentException($"The teacher gives the label '{row.Label}', which is none of the classes {LabelMapping.Name(classes.Labels)}.", nameof(rows));
            return new PseudoLabel(label, row.Distribution?[label] ?? 1) { Distribution = row.Distribution };
        }
    }

    private readonly record struct Row(string Text, float Weight, string? Label, float[]? Distribution);
}
