using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit;

/// <summary>Refuses columns that are missing or of the wrong type, in the words ML.NET itself uses, before and after the data is known.</summary>
internal static class SchemaCheck
{
    public static DataViewSchema.Column RequireText(DataViewSchema schema, string name) =>
        Require(schema, "text", name, "String", type => type is TextDataViewType);

    public static DataViewSchema.Column RequireKey(DataViewSchema schema, string role, string name) =>
        Require(schema, role, name, "Key", type => type is KeyDataViewType);

    public static DataViewSchema.Column RequireSingle(DataViewSchema schema, string role, string name) =>
        Require(schema, role, name, "Single", type => type == NumberDataViewType.Single);

    public static SchemaShape.Column RequireText(SchemaShape schema, string name) =>
        Require(schema, "text", name, "String", column => !column.IsKey && column.ItemType is TextDataViewType);

    public static SchemaShape.Column RequireKey(SchemaShape schema, string role, string name) => Require(schema, role, name, "Key", column => column.IsKey);

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

    private static SchemaShape.Column Require(SchemaShape schema, string role, string name, string expected, Func<SchemaShape.Column, bool> isRight)
    {
        ArgumentNullException.ThrowIfNull(schema);
        foreach (var column in schema.Where(column => column.Name == name))
        {
            bool isScalar = column.Kind == SchemaShape.Column.VectorKind.Scalar;
            if (isScalar && isRight(column))
                return column;
            var found = column.IsKey ? $"Key<{column.ItemType}>" : column.ItemType.ToString()!;
            throw Mismatch(role, name, expected, isScalar ? found : $"{column.Kind}<{found}>");
        }

        throw Missing(role, name);
    }

    /// <summary>The exception for a column that is not there.</summary>
    public static ArgumentOutOfRangeException Missing(string role, string name) => new("inputSchema", $"Could not find {role} column '{name}'");
}
