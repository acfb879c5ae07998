namespace Microsoft.ML.Data;

/// <summary>How many keys a column has; without a number as many as its type can hold.</summary>
public sealed class KeyCount
{
    public ulong? Count;

    public KeyCount()
    {
    }

    public KeyCount(ulong count) => Count = count;
}
