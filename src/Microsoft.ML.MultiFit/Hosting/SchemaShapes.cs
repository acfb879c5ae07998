using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit;

/// <summary>Schemas as an estimator knows them before the data: names and kinds, no sizes.</summary>
internal static class SchemaShapes
{
    /// <summary>The input's columns and the added ones, which replace those of the same name.</summary>
    public static SchemaShape Append(SchemaShape input, IEnumerable<DataViewSchema.DetachedColumn> added)
    {
        var columns = input.ToDictionary(column => column.Name);
        foreach (var column in added)
            columns[column.Name] = Create(column.Name, column.Type, column.Annotations);
        return new SchemaShape(columns.Values);
    }

    private static SchemaShape.Column Create(string name, DataViewType type, DataViewSchema.Annotations? annotations)
    {
        var (kind, item) = type switch
        {
            VectorDataViewType { IsKnownSize: true } vector => (SchemaShape.Column.VectorKind.Vector, vector.ItemType),
            VectorDataViewType vector => (SchemaShape.Column.VectorKind.VariableVector, vector.ItemType),
            _ => (SchemaShape.Column.VectorKind.Scalar, type),
        };
        var shapes = annotations?.Schema.Select(annotation => Create(annotation.Name, annotation.Type, null));

        // The shape of a key is that of the number it is stored as.
        bool isKey = item is KeyDataViewType;
        return MLNetInternals.CreateColumn(name, kind, isKey ? NumberDataViewType.UInt32 : item, isKey, shapes is null ? null : new SchemaShape(shapes));
    }
}
