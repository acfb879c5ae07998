namespace Microsoft.ML.MultiFit;

/// <summary>A mapping of a text column; see <see cref="ColumnMapping{TInput, TResult}"/>.</summary>
internal sealed record TextMapping<TResult>(
    string Name, Func<DataViewSchema, IReadOnlyList<OutputColumn<TResult>>> CreateColumns, Func<IReadOnlyList<string>, bool[], TResult[]> Score)
    : ColumnMapping<string, TResult>(InputColumn.Text(Name), CreateColumns, Score);
