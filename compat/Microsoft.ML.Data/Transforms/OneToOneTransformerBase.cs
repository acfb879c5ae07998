namespace Microsoft.ML.Data;

/// <summary>A transformer that makes each of its columns from one column.</summary>
public abstract class OneToOneTransformerBase : RowToRowTransformerBase
{
    private protected OneToOneTransformerBase((string Output, string Input)[] columns) => Columns = columns;

    private protected (string Output, string Input)[] Columns { get; }

    private protected void SaveColumns(ModelSaveContext ctx)
    {
        ctx.Writer.Write(Columns.Length);
        foreach (var (output, input) in Columns)
        {
            ctx.SaveNonEmptyString(output);
            ctx.SaveNonEmptyString(input);
        }
    }

    private protected static (string Output, string Input)[] LoadColumns(ModelLoadContext ctx)
    {
        var columns = new List<(string Output, string Input)>();
        for (var left = ctx.Reader.ReadInt32(); left > 0; left--)
            columns.Add((ctx.LoadNonEmptyString(), ctx.LoadNonEmptyString()));
        return [.. columns];
    }

    /// <summary>A mapper over the output column of each pair and how its getter is made, which <paramref name="make"/> gives.</summary>
    private protected IRowMapper MapEach(
        DataViewSchema schema, Func<int, DataViewSchema.Column, (DataViewSchema.DetachedColumn Column, Func<DataViewRow, Delegate> Getter)> make) =>
        new Mapper([.. Columns.Select((pair, index) => InputOf(schema, pair.Input) is var input ? (input.Index, make(index, input)) : default)]);

    private static DataViewSchema.Column InputOf(DataViewSchema schema, string name) =>
        schema.GetColumnOrNull(name) ?? throw InputColumn.Missing(name);

    private sealed class Mapper((int Input, (DataViewSchema.DetachedColumn Column, Func<DataViewRow, Delegate> Getter) Output)[] columns) : IRowMapper
    {
        public DataViewSchema.DetachedColumn[] GetOutputColumns() => Array.ConvertAll(columns, column => column.Output.Column);

        public IEnumerable<int> InputsOf(int output) => [columns[output].Input];

        public Delegate[] CreateGetters(DataViewRow input, Func<int, bool> isActive) =>
            [.. columns.Select((column, index) => isActive(index) ? column.Output.Getter(input) : null)];
    }
}
