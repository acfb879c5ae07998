namespace Microsoft.ML.Data;

/// <summary>Names the column of a member.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class ColumnNameAttribute : Attribute
{
    public ColumnNameAttribute(string name) => Name = name;

    internal string Name { get; }
}

/// <summary>Leaves a member out.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class NoColumnAttribute : Attribute
{
}

/// <summary>Makes a member a key of so many values.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class KeyTypeAttribute : Attribute
{
    public KeyTypeAttribute() => throw new NotSupportedException("Using KeyType without the Count parameter is not supported");

    public KeyTypeAttribute(ulong count) => Count = count;

    internal ulong Count { get; }
}

/// <summary>Gives the size of a vector.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class VectorTypeAttribute : Attribute
{
    public VectorTypeAttribute()
    {
    }

    public VectorTypeAttribute(int size) => Dimensions = [size];

    public VectorTypeAttribute(params int[] dimensions) => Dimensions = dimensions;

    internal int[] Dimensions { get; }
}

/// <summary>Says which fields of a text file fill a member.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false, Inherited = true)]
public sealed class LoadColumnAttribute : Attribute
{
    public LoadColumnAttribute(int fieldIndex)
        : this(fieldIndex, fieldIndex)
    {
    }

    public LoadColumnAttribute(int start, int end) => Ranges = [(start, end)];

    public LoadColumnAttribute(int[] columnIndexes) => Ranges = [.. columnIndexes.Select(index => (index, index))];

    /// <summary>First and last index of each run of fields.</summary>
    internal IReadOnlyList<(int Min, int Max)> Ranges { get; }
}
