using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit;

/// <summary>Refuses columns that are missing or of the wrong type, in the words ML.NET itself uses, before and after the data is known.</summary>
internal static class SchemaCheck
{
    public static DataViewSchema.Column RequireText(DataViewSchema schema, string name) =>
        Require(schema, "text", name, "String", type => type is TextDataViewType);

    public static DataViewSchema.Column RequireKey(DataViewSchema schema, string role, string name) =>
        Require(schema, role, name, "Key", type => type is KeyDataViewType);

    /// <summary>How many classes a label's key has, whether they all occur or not: 2 at least.</summary>
    public static int RequireClasses(DataViewSchema.Column label) => ((KeyDataViewType)label.Type).Count is var count and >= 2 and <= int.MaxValue / 2
        ? (int)count
        : throw Mismatch("label", label.Name, "Key of at least 2 classes", label.Type.ToString()!);

    public static DataViewSchema.Column RequireSingle(DataViewSchema schema, string role, string name) =>
        Require(schema, role, name, "Single", type => type == NumberDataViewType.Single);

    /// <summary>A vector of <see cref="float"/> of known length; of that length, unless it is 0.</summary>
    public static DataViewSchema.Column RequireVector(DataViewSchema schema, string role, string name, int length = 0) =>
        Require(schema, role, name, length == 0 ? "known-size vector of Single" : $"Vector<Single, {length}>", type =>
            type is VectorDataViewType { IsKnownSize: true } vector && vector.ItemType == NumberDataViewType.Single && (length == 0 || vector.Size == length));

    public static SchemaShape.Column RequireText(SchemaShape schema, string name) =>
        Require(schema, "text", name, "String", column => !column.IsKey && column.ItemType is TextDataViewType);

    public static SchemaShape.Column RequireKey(SchemaShape schema, string role, string name) => Require(schema, role, name, "Key", column => column.IsKey);

    public static SchemaShape.Column RequireVector(SchemaShape schema, string role, string name) => Require(
        schema, role, name, "known-size vector of Single", column => !column.IsKey && column.ItemType == NumberDataViewType.Single, SchemaShape.Column.VectorKind.Vector);

    public static SchemaShape.Column RequireSingle(SchemaShape schema, string role, string name) =>
        Require(schema, role, name, "Single", column => !column.IsKey && column.ItemType == NumberDataViewType.Single);

    /// <summary>The exception for a column of the wrong type.</summary>
    public static ArgumentOutOfRangeException Mismatch(string role, string name, string expected, string found) =>
        new("inputSchema", $"Schema mismatch for {role} column '{name}': expected {expected}, got {found}");

    private static DataViewSchema.Column Require(DataViewSchema schema, string role, string name, string expected, Func<DataViewType, bool> isRight)
    {
        var column = schema.GetColumnOrNull(name) ?? throw Missing(role, name);
        return isRight(column.Type) ? column : throw Mismatch(role, name, expected, column.Type.ToString()!);
    }

    private static SchemaShape.Column Require(
        SchemaShape schema, string role, string name, string expected, Func<SchemaShape.Column, bool> isRight,
        SchemaShape.Column.VectorKind kind = SchemaShape.Column.VectorKind.Scalar)
    {
        ArgumentNullException.ThrowIfNull(schema);
        foreach (var column in schema.Where(column => column.Name == name))
        {
            if (column.Kind == kind && isRight(column))
                return column;
            var found = column.IsKey ? $"Key<{column.ItemType}>" : column.ItemType.ToString()!;
            throw Mismatch(role, name, expected, column.Kind == SchemaShape.Column.VectorKind.Scalar ? found : $"{column.Kind}<{found}>");
        }

        throw Missing(role, name);
    }

    /// <summary>The exception for a column that is not there.</summary>
    public static ArgumentOutOfRangeException Missing(string role, string name) => new("inputSchema", $"Could not find {role} column '{name}'");
}
