namespace Microsoft.ML.Data;

/// <summary>What stands for no value, by type.</summary>
internal static class MissingValue
{
    /// <summary>NaN for reals, else the default: empty text, zero, no key.</summary>
    public static object Of(DataViewType type) =>
        type == NumberDataViewType.Single ? float.NaN : type == NumberDataViewType.Double ? double.NaN : Activator.CreateInstance(type.RawType);

    /// <summary>Integers and truth values are never missing.</summary>
    public static bool Is<T>(DataViewType type, T value) => value switch
    {
        ReadOnlyMemory<char> text => text.IsEmpty,
        float number => float.IsNaN(number),
        double number => double.IsNaN(number),
        _ => type is KeyDataViewType && EqualityComparer<T>.Default.Equals(value, default),
    };
}
