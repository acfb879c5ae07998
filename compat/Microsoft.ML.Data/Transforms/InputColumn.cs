namespace Microsoft.ML.Data;

/// <summary>Looks up the columns that estimators need, with one wording for what is wrong.</summary>
internal static class InputColumn
{
    public static SchemaShape.Column Find(SchemaShape inputSchema, string name)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return inputSchema.TryFindColumn(name, out var column) ? column : throw Missing(name);
    }

    public static ArgumentOutOfRangeException Missing(string name) => new("inputSchema", $"Could not find input column '{name}'");

    public static ArgumentOutOfRangeException Mismatch(string name, string expected, string actual) =>
        new("inputSchema", $"Schema mismatch for input column '{name}': expected {expected}, got {actual}");

    /// <summary>The columns of <paramref name="inputSchema"/> with <paramref name="columns"/> in place of those of equal names, or behind.</summary>
    public static SchemaShape With(this SchemaShape inputSchema, IEnumerable<SchemaShape.Column> columns)
    {
        var result = inputSchema.ToList();
        foreach (var column in columns)
        {
            var place = result.FindIndex(other => other.Name == column.Name);
            if (place >= 0)
                result[place] = column;
            else
                result.Add(column);
        }

        return new SchemaShape(result);
    }
}
