using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Microsoft.ML;

/// <summary>Transforms of whole columns.</summary>
public static class TransformExtensionsCatalog
{
    public static ColumnCopyingEstimator CopyColumns(this TransformsCatalog catalog, string outputColumnName, string inputColumnName) =>
        new(CatalogUtils.GetEnvironment(catalog), InputOutputColumnPair.Names([new(outputColumnName, inputColumnName)]));

    public static ColumnSelectingEstimator DropColumns(this TransformsCatalog catalog, params string[] columnNames) =>
        new(CatalogUtils.GetEnvironment(catalog), null, columnNames, keepHidden: true);

    public static ColumnSelectingEstimator SelectColumns(this TransformsCatalog catalog, params string[] columnNames) =>
        new(CatalogUtils.GetEnvironment(catalog), columnNames, null, keepHidden: false);

    public static ColumnSelectingEstimator SelectColumns(this TransformsCatalog catalog, string[] columnNames, bool keepHidden) =>
        new(CatalogUtils.GetEnvironment(catalog), columnNames, null, keepHidden);
}
