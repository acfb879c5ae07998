namespace Microsoft.ML.Data;

/// <summary>Computes new columns of a row from columns of the input row.</summary>
internal interface IRowMapper
{
    DataViewSchema.DetachedColumn[] GetOutputColumns();

    /// <summary>The input columns that the output column at <paramref name="output"/> is computed from.</summary>
    IEnumerable<int> InputsOf(int output);

    /// <summary>One getter for each active output column, null for the others.</summary>
    Delegate[] CreateGetters(DataViewRow input, Func<int, bool> isActive);
}
