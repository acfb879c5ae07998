using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>Schemas as estimators see them before the data.</summary>
internal static class Shapes
{
    public static SchemaShape Of(params (string Name, DataViewType ItemType, bool IsKey)[] columns) => new(columns.Select(column =>
        MLNetInternals.CreateColumn(column.Name, SchemaShape.Column.VectorKind.Scalar, column.ItemType, column.IsKey, null)));
}
