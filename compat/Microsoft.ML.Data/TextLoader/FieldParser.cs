using System.Globalization;

namespace Microsoft.ML.Data;

/// <summary>Reads the text of a field as a value. An empty field is a default value, never a bad one.</summary>
internal delegate bool TryParseField<T>(ReadOnlyMemory<char> field, out T value);

/// <param name="TryParse">Gives the missing value, where there is one, for what it cannot read.</param>
/// <param name="HasMissing">Whether the type has a value that means missing.</param>
internal sealed record FieldParser<T>(TryParseField<T> TryParse, bool HasMissing);

internal static class FieldParser
{
    private static readonly string[] _true = ["true", "yes", "t", "y", "1", "+1", "+"];
    private static readonly string[] _false = ["false", "no", "f", "n", "0", "-1", "-"];

    public static PrimitiveDataViewType TypeOf(DataKind kind) => kind switch
    {
        DataKind.SByte => NumberDataViewType.SByte,
        DataKind.Byte => NumberDataViewType.Byte,
        DataKind.Int16 => NumberDataViewType.Int16,
        DataKind.UInt16 => NumberDataViewType.UInt16,
        DataKind.Int32 => NumberDataViewType.Int32,
        DataKind.UInt32 => NumberDataViewType.UInt32,
        DataKind.Int64 => NumberDataViewType.Int64,
        DataKind.UInt64 => NumberDataViewType.UInt64,
        DataKind.Single => NumberDataViewType.Single,
        DataKind.Double => NumberDataViewType.Double,
        DataKind.String => TextDataViewType.Instance,
        DataKind.Boolean => BooleanDataViewType.Instance,
        DataKind.DateTime => DateTimeDataViewType.Instance,
        DataKind.DateTimeOffset => DateTimeOffsetDataViewType.Instance,
        DataKind.TimeSpan => TimeSpanDataViewType.Instance,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), "Bad item type"),
    };

    public static DataKind KindOf(Type rawType) => Enum.GetValues<DataKind>().First(kind => TypeOf(kind).RawType == rawType);

    public static ulong LargestOf(Type keyType) => Type.GetTypeCode(keyType) switch
    {
        TypeCode.Byte => byte.MaxValue,
        TypeCode.UInt16 => ushort.MaxValue,
        TypeCode.UInt32 => uint.MaxValue,
        _ => ulong.MaxValue,
    };

    public static FieldParser<T> For<T>(PrimitiveDataViewType type, TextLoader.Options options)
    {
        object parser = type switch
        {
            KeyDataViewType key => Key<T>(key),
            TextDataViewType => new FieldParser<ReadOnlyMemory<char>>(Text, HasMissing: true),
            BooleanDataViewType => new FieldParser<bool>(Truth, HasMissing: false),
            _ when type.RawType == typeof(float) => Real(float.NaN, options),
            _ when type.RawType == typeof(double) => Real(double.NaN, options),
            _ when type.RawType == typeof(sbyte) => Integer<sbyte>(),
            _ when type.RawType == typeof(byte) => Integer<byte>(),
            _ when type.RawType == typeof(short) => Integer<short>(),
            _ when type.RawType == typeof(ushort) => Integer<ushort>(),
            _ when type.RawType == typeof(int) => Integer<int>(),
            _ when type.RawType == typeof(uint) => Integer<uint>(),
            _ when type.RawType == typeof(long) => Integer<long>(),
            _ when type.RawType == typeof(ulong) => Integer<ulong>(),
            _ when type.RawType == typeof(DateTime) => Time<DateTime>(),
            _ when type.RawType == typeof(DateTimeOffset) => Time<DateTimeOffset>(),
            _ => Time<TimeSpan>(),
        };
        return (FieldParser<T>)parser;
    }

    private static bool Text(ReadOnlyMemory<char> field, out ReadOnlyMemory<char> value)
    {
        value = field;
        return true;
    }

    private static bool Truth(ReadOnlyMemory<char> field, out bool value)
    {
        var word = field.ToString();
        value = _true.Contains(word, StringComparer.OrdinalIgnoreCase);
        return value || word.Length == 0 || _false.Contains(word, StringComparer.OrdinalIgnoreCase);
    }

    private static FieldParser<T> Real<T>(T missing, TextLoader.Options options)
        where T : ISpanParsable<T>, System.Numerics.INumberBase<T>
    {
        bool TryParse(ReadOnlyMemory<char> field, out T value)
        {
            var text = field.Span.Trim();
            value = text.IsEmpty && !options.MissingRealsAsNaNs ? T.Zero : missing;
            if (text.IsEmpty || text is "?" || text.Equals("NA", StringComparison.OrdinalIgnoreCase))
                return true;
            if (options.DecimalMarker != '.')
                text = text.ToString().Replace(options.DecimalMarker, '.');
            if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            {
                value = number;
                return true;
            }

            return false;
        }

        return new FieldParser<T>(TryParse, HasMissing: true);
    }

    private static FieldParser<T> Integer<T>()
        where T : System.Numerics.INumberBase<T>
    {
        static bool TryParse(ReadOnlyMemory<char> field, out T value)
        {
            value = T.Zero;
            return field.IsEmpty
                || (field.Span[0] != '+' && T.TryParse(field.Span, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value));
        }

        return new FieldParser<T>(TryParse, HasMissing: false);
    }

    private static FieldParser<T> Time<T>()
        where T : ISpanParsable<T>
    {
        static bool TryParse(ReadOnlyMemory<char> field, out T value)
        {
            value = default;
            return field.IsEmpty || T.TryParse(field.Span, CultureInfo.InvariantCulture, out value);
        }

        return new FieldParser<T>(TryParse, HasMissing: false);
    }

    /// <summary>The file counts from 0; what is not below the count is missing.</summary>
    private static FieldParser<T> Key<T>(KeyDataViewType type)
    {
        bool TryParse(ReadOnlyMemory<char> field, out T value)
        {
            var isGood = ulong.TryParse(field.Span, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < type.Count;
            value = isGood ? (T)Convert.ChangeType(index + 1, typeof(T), CultureInfo.InvariantCulture) : default;
            return isGood || field.IsEmpty;
        }

        return new FieldParser<T>(TryParse, HasMissing: true);
    }
}
