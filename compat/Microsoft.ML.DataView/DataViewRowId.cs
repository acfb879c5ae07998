namespace Microsoft.ML.Data;

/// <summary>A 128-bit number that names a row of a data view, stable from cursor to cursor.</summary>
public readonly struct DataViewRowId : IComparable<DataViewRowId>, IEquatable<DataViewRowId>
{
    public readonly ulong Low;
    public readonly ulong High;

    public DataViewRowId(ulong low, ulong high)
    {
        Low = low;
        High = high;
    }

    /// <summary>A number for a row derived from this one.</summary>
    public DataViewRowId Fork() => Mixed(0x9E3779B97F4A7C15);

    /// <summary>A number for another row derived from this one.</summary>
    public DataViewRowId Next() => Mixed(0xC2B2AE3D27D4EB4F);

    public DataViewRowId Combine(DataViewRowId other)
    {
        var forked = other.Fork();
        return new DataViewRowId(Low ^ forked.Low, High ^ forked.High).Next();
    }

    public bool Equals(DataViewRowId other) => Low == other.Low && High == other.High;

    public override bool Equals(object obj) => obj is DataViewRowId other && Equals(other);

    public int CompareTo(DataViewRowId other) => High == other.High ? Low.CompareTo(other.Low) : High.CompareTo(other.High);

    public override int GetHashCode() => HashCode.Combine(Low, High);

    public override string ToString() => $"{High:x16}{Low:x16}";

    private DataViewRowId Mixed(ulong salt)
    {
        var low = Scramble(Low + salt);
        return new DataViewRowId(low, Scramble(High ^ low ^ salt));
    }

    private static ulong Scramble(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
