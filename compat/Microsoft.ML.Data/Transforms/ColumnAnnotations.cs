namespace Microsoft.ML.Data;

/// <summary>The names of annotations that more than one component knows.</summary>
internal static class ColumnAnnotations
{
    public const string KeyValues = "KeyValues";

    public const string SlotNames = "SlotNames";
}
