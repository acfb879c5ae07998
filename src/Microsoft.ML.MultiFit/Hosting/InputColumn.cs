using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit;

/// <summary>The column that a mapping reads: its name, what it must hold, and how a value is read.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Require">Finds it in a schema, or throws.</param>
/// <param name="CreateReader">Reads the current row's value; what it gives is the caller's own.</param>
/// <param name="Size">How large a value is, in numbers or characters.</param>
internal sealed record InputColumn<T>(
    string Name, Func<DataViewSchema, DataViewSchema.Column> Require, Func<DataViewRow, DataViewSchema.Column, Func<T>> CreateReader, Func<T, int> Size);

/// <summary>The kinds of columns that mappings read.</summary>
internal static class InputColumn
{
    /// <summary>Texts, missing ones as empty strings.</summary>
    public static InputColumn<string> Text(string name) => new(name, schema => SchemaCheck.RequireText(schema, name), CreateTextReader, text => text.Length);

    /// <summary>Vectors of <see cref="float"/> of one length.</summary>
    public static InputColumn<float[]> Vector(string role, string name, int length) =>
        new(name, schema => SchemaCheck.RequireVector(schema, role, name, length), CreateVectorReader, vector => vector.Length);

    /// <summary>Reads the current row's vector into an array of its own.</summary>
    public static Func<float[]> CreateVectorReader(DataViewRow row, DataViewSchema.Column column)
    {
        var read = row.GetGetter<VBuffer<float>>(column);
        VBuffer<float> vector = default;
        return () =>
        {
            read(ref vector);
            var values = new float[vector.Length];
            vector.CopyTo(values);
            return values;
        };
    }

    private static Func<string> CreateTextReader(DataViewRow row, DataViewSchema.Column column)
    {
        var read = row.GetGetter<ReadOnlyMemory<char>>(column);
        ReadOnlyMemory<char> text = default;
        return () =>
        {
            read(ref text);
            return text.ToString();
        };
    }
}
