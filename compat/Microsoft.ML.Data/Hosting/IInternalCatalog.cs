using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>How extensions of a catalog come by its environment.</summary>
internal interface IInternalCatalog
{
    IHostEnvironment Environment { get; }
}

internal static class CatalogUtils
{
    internal static IHostEnvironment GetEnvironment(this IInternalCatalog catalog) =>
        (catalog ?? throw new ArgumentNullException(nameof(catalog))).Environment;
}
