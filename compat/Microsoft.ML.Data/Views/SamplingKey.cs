using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>Gives every row a place in [0, 1): rows of equal keys the same, and without a key column a random one.</summary>
internal sealed class SamplingKey
{
    private readonly DataViewSchema.Column? _column;
    private readonly int _seed;

    public SamplingKey(DataViewSchema schema, string columnName, int seed)
    {
        _seed = seed;
        if (columnName is null)
            return;
        _column = schema.GetColumnOrNull(columnName)
            ?? throw new ArgumentOutOfRangeException("samplingKeyColumn", $"Could not find SamplingKeyColumn column '{columnName}'");
    }

    public IEnumerable<DataViewSchema.Column> Columns => _column is { } column ? [column] : [];

    /// <summary>The place of the row that <paramref name="row"/> is at; to be called once for each row, in order.</summary>
    public Func<double> PlaceOf(DataViewRow row)
    {
        if (_column is not { } column)
            return new Random(_seed).NextDouble;
        if (column.Type == NumberDataViewType.Single)
            return Place<float>(row, value => value);
        if (column.Type == NumberDataViewType.Double)
            return Place<double>(row, value => value);
        return (Func<double>)typeof(SamplingKey).GetMethod(column.Type is KeyDataViewType ? nameof(KeyPlace) : nameof(HashedPlace), BindingFlags.NonPublic | BindingFlags.Instance)
            .MakeGenericMethod(column.Type.RawType).Invoke(this, [row]);
    }

    private Func<double> Place<T>(DataViewRow row, Func<T, double> place)
    {
        var getter = row.GetGetter<T>(_column.Value);
        var value = default(T);
        return () =>
        {
            getter(ref value);
            return place(value);
        };
    }

    /// <summary>Keys divide the range among them, in order.</summary>
    private Func<double> KeyPlace<T>(DataViewRow row)
    {
        var count = ((KeyDataViewType)_column.Value.Type).Count;
        return Place<T>(row, value => (Convert.ToUInt64(value) - .5) / count);
    }

    private Func<double> HashedPlace<T>(DataViewRow row) => Place<T>(row, value => (Hash(value) >> 11) * Math.ScaleB(1, -53));

    /// <summary>Equal from process to process, unlike the hash codes of strings.</summary>
    private ulong Hash<T>(T value)
    {
        var text = value is System.Collections.IEnumerable items ? string.Join('\n', items.Cast<object>()) : value.ToString();
        var hash = 0xCBF29CE484222325ul ^ (uint)_seed;
        foreach (var letter in text)
            hash = (hash ^ letter) * 0x100000001B3;
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
        return hash ^ (hash >> 33);
    }
}
