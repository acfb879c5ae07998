namespace Microsoft.ML.MultiFit;

/// <summary>
/// What all our transformers have in common: a text column goes in, documents are scored many at a time, columns come out. It knows ML.NET's
/// rules of views, cursors and rows; what the score is, the transformer says.
/// </summary>
/// <param name="InputColumnName">The text column.</param>
/// <param name="CreateColumns">The columns that are added to a schema.</param>
/// <param name="Score">One result per document; the second argument says which of the added columns anybody reads. Many threads may call it at once.</param>
internal sealed record TextMapping<TResult>(
    string InputColumnName,
    Func<DataViewSchema, IReadOnlyList<OutputColumn<TResult>>> CreateColumns,
    Func<IReadOnlyList<string>, bool[], TResult[]> Score)
{
    /// <summary>The input's columns, then ours.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The text column is missing or not text.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema input) => Bind(input).OutputSchema;

    /// <summary>A view that scores when it is read.</summary>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new TextMappingView<TResult>(input, Bind(input.Schema));
    }

    /// <summary>Fits the mapping to a schema.</summary>
    public BoundTextMapping<TResult> Bind(DataViewSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new BoundTextMapping<TResult>(this, input);
    }
}
