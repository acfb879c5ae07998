using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit;

/// <summary>The labels of a column of any type as text: the form in which label sets are compared, since their numbers mean nothing outside their data.</summary>
internal static class LabelTexts
{
    // As many as ML.NET maps to keys unless told otherwise.
    private const ulong MostClasses = 1_000_000;

    /// <summary>All labels of a key or Boolean column, class 0 first; a key without values has the numbers from 1. Null for other types, whose labels only the rows tell.</summary>
    /// <param name="column">The column.</param>
    /// <param name="role">What a message calls it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The key has less than two classes or too many, or values of a type that has no text.</exception>
    public static string[]? Declared(DataViewSchema.Column column, string role)
    {
        if (column.Type is BooleanDataViewType)
            return [TextOf(false)!, TextOf(true)!];
        if (column.Type is not KeyDataViewType key)
            return null;
        if (key.Count is < 2 or > MostClasses)
            throw SchemaCheck.Mismatch(role, column.Name, "Key of at least 2 classes", key.ToString()!);
        return LabelValues.Of(column)?.ToText() ?? [.. Enumerable.Range(1, (int)key.Count).Select(number => TextOf(number)!)];
    }

    /// <summary>Reads the row's label; null where it has none: key 0, an empty text, not a number.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">A key, a text, a truth value or a number.</param>
    /// <param name="role">What a message calls it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column is of another type.</exception>
    public static Func<string?> CreateReader(DataViewRow row, DataViewSchema.Column column, string role)
    {
        if (column.Type is not KeyDataViewType)
            return LabelValues.CreateTextReader(row, column) ?? throw SchemaCheck.Mismatch(role, column.Name, "Key, text or number", column.Type.ToString()!);
        var labels = Declared(column, role)!;
        var readClass = LabeledRows.CreateKeyReader(row, column);
        return () => readClass() is var label and >= 0 ? labels[label] : null;
    }

    /// <summary>A label's value as text, independent of culture; null if it is missing.</summary>
    public static string? TextOf<T>(T value) => value switch
    {
        ReadOnlyMemory<char> { IsEmpty: true } or float.NaN or double.NaN => null,
        _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture),
    };
}
