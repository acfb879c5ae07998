using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit;

/// <summary>A <see cref="ColumnMapping{TInput, TResult}"/> over one schema. The first columns of the output are the input's, at the same positions.</summary>
internal sealed class BoundColumnMapping<TInput, TResult> : IRowToRowMapper
{
    public BoundColumnMapping(ColumnMapping<TInput, TResult> mapping, DataViewSchema input)
    {
        InputColumn = mapping.Input.Require(input);
        CreateReader = row => mapping.Input.CreateReader(row, InputColumn);
        Size = mapping.Input.Size;
        Columns = mapping.CreateColumns(input);
        Score = mapping.Score;
        var builder = new DataViewSchema.Builder();
        builder.AddColumns(input);
        builder.AddColumns(Columns.Select(column => column.Definition));
        InputSchema = input;
        OutputSchema = builder.ToSchema();
    }

    /// <summary>The added columns.</summary>
    public IReadOnlyList<OutputColumn<TResult>> Columns { get; }

    /// <summary>See <see cref="ColumnMapping{TInput, TResult}"/>.</summary>
    public Func<IReadOnlyList<TInput>, bool[], TResult[]> Score { get; }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    /// <summary>The column that is read.</summary>
    public DataViewSchema.Column InputColumn { get; }

    /// <summary>Reads it off rows of the input.</summary>
    public Func<DataViewRow, Func<TInput>> CreateReader { get; }

    /// <summary>How large a value is.</summary>
    public Func<TInput, int> Size { get; }

    /// <summary>Which of our columns are among the wanted ones.</summary>
    public bool[] OwnColumns(IEnumerable<DataViewSchema.Column> wanted)
    {
        var active = new bool[Columns.Count];
        foreach (var column in wanted)
        {
            if (column.Index >= InputSchema.Count)
                active[column.Index - InputSchema.Count] = true;
        }

        return active;
    }

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        var indices = dependingColumns.Select(column => column.Index < InputSchema.Count ? column.Index : InputColumn.Index);
        return indices.Distinct().Order().Select(index => InputSchema[index]).ToList();
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ColumnMappingRow<TInput, TResult>(input, this, OwnColumns(activeColumns));
    }

    /// <summary>The same check for rows and cursors: the column exists, somebody asked for it, and the type is the one it holds.</summary>
    public void CheckGetter<TValue>(DataViewSchema.Column column, bool active)
    {
        if (!active)
            throw new ArgumentOutOfRangeException(nameof(column), column.Name, $"Column '{column.Name}' was not asked for.");
        if (OutputSchema[column.Index].Type.RawType is var type && type != typeof(TValue))
            throw new InvalidOperationException($"Column '{column.Name}' holds {type}, not {typeof(TValue)}.");
    }
}
