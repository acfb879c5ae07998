using Microsoft.ML.Data;

namespace Microsoft.ML;

public static class DebuggerExtensions
{
    public static DataDebuggerPreview Preview(this IDataView data, int maxRows = 100)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new DataDebuggerPreview(data, maxRows);
    }

    public static DataDebuggerPreview Preview(this ITransformer transformer, IDataView data, int maxRows = 100)
    {
        ArgumentNullException.ThrowIfNull(transformer);
        ArgumentNullException.ThrowIfNull(data);
        return new DataDebuggerPreview(transformer.Transform(data), maxRows);
    }
}
