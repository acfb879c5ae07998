namespace Microsoft.ML.MultiFit;

/// <summary>
/// What all our transformers have in common: a column goes in, rows are scored many at a time, columns come out. It knows ML.NET's
/// rules of views, cursors and rows; what the score is, the transformer says.
/// </summary>
/// <param name="Input">The column that is read.</param>
/// <param name="CreateColumns">The columns that are added to a schema.</param>
/// <param name="Score">One result per value; the second argument says which of the added columns anybody reads. Many threads may call it at once.</param>
internal record ColumnMapping<TInput, TResult>(
    InputColumn<TInput> Input,
    Func<DataViewSchema, IReadOnlyList<OutputColumn<TResult>>> CreateColumns,
    Func<IReadOnlyList<TInput>, bool[], TResult[]> Score)
{
    /// <summary>Name of the column that is read.</summary>
    public string InputColumnName => Input.Name;

    /// <summary>The input's columns, then ours.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is missing or of the wrong type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema input) => Bind(input).OutputSchema;

    /// <summary>A view that scores when it is read.</summary>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ColumnMappingView<TInput, TResult>(input, Bind(input.Schema));
    }

    /// <summary>Fits the mapping to a schema.</summary>
    public BoundColumnMapping<TInput, TResult> Bind(DataViewSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new BoundColumnMapping<TInput, TResult>(this, input);
    }
}
