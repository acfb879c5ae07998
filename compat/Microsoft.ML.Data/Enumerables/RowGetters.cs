namespace Microsoft.ML.Data;

/// <summary>Looks up the getter of a column with the checks and messages that every cursor shares.</summary>
internal static class RowGetters
{
    public static ValueGetter<TValue> Get<TValue>(Delegate[] getters, DataViewSchema schema, DataViewSchema.Column column)
    {
        var getter = (uint)column.Index < (uint)getters.Length ? getters[column.Index] : null;
        return getter switch
        {
            null => throw new ArgumentOutOfRangeException(nameof(column), "requested column not active"),
            ValueGetter<TValue> typed => typed,
            _ => throw new InvalidOperationException(
                $"Invalid TValue in GetGetter for column #{schema[column.Index]}: '{typeof(TValue)}', expected type: '{schema[column.Index].Type.RawType}'."),
        };
    }
}
