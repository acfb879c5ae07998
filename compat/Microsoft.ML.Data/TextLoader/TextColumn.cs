using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>One column of a text file: its type and how rows of it are read.</summary>
internal sealed class TextColumn
{
    private readonly PrimitiveDataViewType _itemType;
    private readonly int[] _fields;
    private readonly TextLoader.Options _options;

    public TextColumn(TextLoader.Column column, TextLoader.Options options)
    {
        if (string.IsNullOrWhiteSpace(column?.Name))
            throw new ArgumentOutOfRangeException(nameof(column.Name), "Name cannot be null or white space");
        if (column.Source is not { Length: > 0 })
            throw new ArgumentOutOfRangeException(nameof(column.Source), "Must specify some source column indices");
        Name = column.Name;
        _options = options;
        _itemType = ItemType(column);
        _fields = [.. column.Source.SelectMany(range => Enumerable.Range(range.Min, LastOf(range, options) - range.Min + 1))];
        var isVector = _fields.Length > 1 || column.Source.Any(range => range.ForceVector);
        Type = isVector ? new VectorDataViewType(_itemType, _fields.Length) : _itemType;
    }

    public string Name { get; }

    public DataViewType Type { get; }

    /// <summary>An action that takes this column's values from a split line, and the getter of what it took.</summary>
    public (Action<FieldSplitter> Read, Delegate Getter) Reader(Func<long> current, Action<string, ReadOnlyMemory<char>, bool> badValue)
    {
        var method = typeof(TextColumn).GetMethod(Type is VectorDataViewType ? nameof(Vector) : nameof(Scalar), BindingFlags.NonPublic | BindingFlags.Instance);
        return ((Action<FieldSplitter>, Delegate))method.MakeGenericMethod(_itemType.RawType).Invoke(this, [current, badValue]);
    }

    private (Action<FieldSplitter> Read, Delegate Getter) Scalar<T>(Func<long> current, Action<string, ReadOnlyMemory<char>, bool> badValue)
    {
        var parse = Parser<T>(badValue);
        var value = default(T);
        return (fields => value = parse(fields[_fields[0]]), (ValueGetter<T>)((ref T destination) =>
        {
            current();
            destination = value;
        }));
    }

    private (Action<FieldSplitter> Read, Delegate Getter) Vector<T>(Func<long> current, Action<string, ReadOnlyMemory<char>, bool> badValue)
    {
        var parse = Parser<T>(badValue);
        var values = new T[_fields.Length];
        return (fields =>
        {
            for (var slot = 0; slot < values.Length; slot++)
                values[slot] = parse(fields[_fields[slot]]);
        }, (ValueGetter<VBuffer<T>>)((ref VBuffer<T> destination) =>
        {
            current();
            VBuffer<T>.Copy(values, 0, ref destination, values.Length);
        }));
    }

    private Func<ReadOnlyMemory<char>, T> Parser<T>(Action<string, ReadOnlyMemory<char>, bool> badValue)
    {
        var parser = FieldParser.For<T>(_itemType, _options);
        return field =>
        {
            if (!parser.TryParse(field, out var value))
                badValue(Name, field, parser.HasMissing);
            return value;
        };
    }

    private static int LastOf(TextLoader.Range range, TextLoader.Options options)
    {
        if (range.AllOther || range.VariableEnd)
            throw new NotSupportedException("The stand-in of the text loader reads ranges of a known length only");
        return range.Max ?? (options.InputSize is { } size && size > range.Min
            ? size - 1
            : throw new ArgumentOutOfRangeException(nameof(TextLoader.Column.Source), "Can't determine the number of source columns without valid data"));
    }

    private static PrimitiveDataViewType ItemType(TextLoader.Column column)
    {
        var type = FieldParser.TypeOf(column.DataKind);
        return column.KeyCount is null ? type : new KeyDataViewType(type.RawType, column.KeyCount.Count ?? FieldParser.LargestOf(type.RawType));
    }
}
