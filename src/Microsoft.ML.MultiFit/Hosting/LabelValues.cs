using System.Globalization;
using Microsoft.ML.Data;

namespace Microsoft.ML.MultiFit;

/// <summary>The values behind a label's key, in their own type: class 0's value first. Every type that ML.NET maps to keys is known, times included.</summary>
internal abstract class LabelValues
{
    /// <summary>The annotation in which ML.NET keeps them.</summary>
    public const string Kind = "KeyValues";

    /// <summary>How many classes to assume before the data: how many there are is not part of a shape.</summary>
    public const int PlaceholderCount = 2;

    private static readonly Format[] s_formats =
    [
        new Format<ReadOnlyMemory<char>>(DataKind.String, TextDataViewType.Instance, (writer, value) => writer.Write(value.ToString()), reader => reader.ReadString().AsMemory()),
        new Format<bool>(DataKind.Boolean, BooleanDataViewType.Instance, (writer, value) => writer.Write(value), reader => reader.ReadBoolean()),
        new Format<float>(DataKind.Single, NumberDataViewType.Single, (writer, value) => writer.Write(value), reader => reader.ReadSingle()),
        new Format<double>(DataKind.Double, NumberDataViewType.Double, (writer, value) => writer.Write(value), reader => reader.ReadDouble()),
        new Format<sbyte>(DataKind.SByte, NumberDataViewType.SByte, (writer, value) => writer.Write(value), reader => reader.ReadSByte()),
        new Format<short>(DataKind.Int16, NumberDataViewType.Int16, (writer, value) => writer.Write(value), reader => reader.ReadInt16()),
        new Format<int>(DataKind.Int32, NumberDataViewType.Int32, (writer, value) => writer.Write(value), reader => reader.ReadInt32()),
        new Format<long>(DataKind.Int64, NumberDataViewType.Int64, (writer, value) => writer.Write(value), reader => reader.ReadInt64()),
        new Format<byte>(DataKind.Byte, NumberDataViewType.Byte, (writer, value) => writer.Write(value), reader => reader.ReadByte()),
        new Format<ushort>(DataKind.UInt16, NumberDataViewType.UInt16, (writer, value) => writer.Write(value), reader => reader.ReadUInt16()),
        new Format<uint>(DataKind.UInt32, NumberDataViewType.UInt32, (writer, value) => writer.Write(value), reader => reader.ReadUInt32()),
        new Format<ulong>(DataKind.UInt64, NumberDataViewType.UInt64, (writer, value) => writer.Write(value), reader => reader.ReadUInt64()),
        new Format<TimeSpan>(DataKind.TimeSpan, TimeSpanDataViewType.Instance, (writer, value) => writer.Write(value.Ticks), reader => new TimeSpan(reader.ReadInt64())),
        new Format<DateTime>(DataKind.DateTime, DateTimeDataViewType.Instance, (writer, value) => writer.Write(value.Ticks), reader => new DateTime(reader.ReadInt64())),
        new Format<DateTimeOffset>(
            DataKind.DateTimeOffset,
            DateTimeOffsetDataViewType.Instance,
            (writer, value) =>
            {
                writer.Write(value.Ticks);
                writer.Write(value.Offset.Ticks);
            },
            reader => new DateTimeOffset(reader.ReadInt64(), new TimeSpan(reader.ReadInt64()))),
    ];

    /// <summary>How many there are.</summary>
    public abstract int Count { get; }

    /// <summary>The type of one.</summary>
    public abstract PrimitiveDataViewType ItemType { get; }

    /// <summary>The values of a key column, or null if it has none: a key may be a bare number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The values are of a type that cannot be kept, or there are not as many as the key has.</exception>
    public static LabelValues? Of(DataViewSchema.Column column)
    {
        if (OfAnnotation(column, Kind) is not { } values)
            return null;
        ulong count = ((KeyDataViewType)column.Type).Count;
        return (ulong)values.Count == count
            ? values
            : throw SchemaCheck.Mismatch("label", column.Name, $"Key with {count} values", $"Key with {values.Count}");
    }

    /// <summary>The values in a column's annotation, or null if it has none of that kind.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The values are of a type that cannot be kept.</exception>
    public static LabelValues? OfAnnotation(DataViewSchema.Column column, string kind)
    {
        if (column.Annotations.Schema.GetColumnOrNull(kind) is not { Type: VectorDataViewType type })
            return null;
        var format = s_formats.FirstOrDefault(format => format.Type.Equals(type.ItemType))
            ?? throw SchemaCheck.Mismatch("label", column.Name, "Key with values of a simple type", $"Key with values of type {type.ItemType}");
        return format.Read(column.Annotations, kind);
    }

    /// <summary>Reads the bare values of a column as text, null where one is missing; null if they are of no type that a label has.</summary>
    public static Func<string?>? CreateTextReader(DataViewRow row, DataViewSchema.Column column) =>
        s_formats.FirstOrDefault(format => format.Type.Equals(column.Type))?.CreateTextReader(row, column);

    /// <summary>Values that are texts.</summary>
    public static LabelValues OfTexts(IEnumerable<string> values) =>
        new Values<ReadOnlyMemory<char>>(s_formats.OfType<Format<ReadOnlyMemory<char>>>().First(), [.. values.Select(value => value.AsMemory())]);

    /// <summary>Values of the type behind a key, where a schema is wanted before the data; null if there are none, or their type cannot be kept.</summary>
    public static LabelValues? Placeholder(SchemaShape.Column key)
    {
        var values = key.Annotations.FirstOrDefault(annotation => annotation.Name == Kind);
        return s_formats.FirstOrDefault(format => format.Type.Equals(values.ItemType))?.Default(PlaceholderCount);
    }

    /// <summary>Reads what <see cref="Write"/> has written.</summary>
    /// <exception cref="InvalidDataException">It is of no known type or not of the expected number.</exception>
    public static LabelValues Read(BinaryReader reader, int expectedCount)
    {
        var kind = (DataKind)reader.ReadByte();
        var format = s_formats.FirstOrDefault(format => format.Kind == kind) ?? throw new InvalidDataException($"The label values are of the unknown type {kind}.");
        int count = reader.ReadInt32();
        return count == expectedCount
            ? format.Read(reader, count)
            : throw new InvalidDataException($"The model has {count} label values for {expectedCount} classes.");
    }

    /// <summary>The type's number in <see cref="DataKind"/>, the count, the values.</summary>
    public abstract void Write(BinaryWriter writer);

    /// <summary>The values as text, independent of culture.</summary>
    public abstract string[] ToText();

    /// <summary>Adds the values as an annotation of this kind.</summary>
    public abstract void Annotate(DataViewSchema.Annotations.Builder annotations, string kind);

    /// <summary>Reads classes, from 0, off a column that holds bare values of this type; −1 for a value that is none of these.</summary>
    public abstract Func<int> CreateClassReader(DataViewRow row, DataViewSchema.Column column);

    private abstract record Format(DataKind Kind, PrimitiveDataViewType Type)
    {
        public abstract LabelValues Read(DataViewSchema.Annotations annotations, string kind);

        public abstract LabelValues Read(BinaryReader reader, int count);

        public abstract LabelValues Default(int count);

        public abstract Func<string?> CreateTextReader(DataViewRow row, DataViewSchema.Column column);
    }

    private sealed record Format<T>(DataKind Kind, PrimitiveDataViewType Type, Action<BinaryWriter, T> WriteOne, Func<BinaryReader, T> ReadOne) : Format(Kind, Type)
        where T : notnull
    {
        public override LabelValues Read(DataViewSchema.Annotations annotations, string kind)
        {
            VBuffer<T> values = default;
            annotations.GetValue(kind, ref values);
            return new Values<T>(this, [.. values.DenseValues()]);
        }

        public override LabelValues Read(BinaryReader reader, int count)
        {
            var values = new List<T>();
            for (int i = 0; i < count; i++)
                values.Add(ReadOne(reader));
            return new Values<T>(this, [.. values]);
        }

        public override LabelValues Default(int count) => new Values<T>(this, new T[count]);

        public override Func<string?> CreateTextReader(DataViewRow row, DataViewSchema.Column column)
        {
            var read = row.GetGetter<T>(column);
            T value = default!;
            return () =>
            {
                read(ref value);
                return LabelTexts.TextOf(value);
            };
        }
    }

    private sealed class Values<T>(Format<T> format, T[] values) : LabelValues
        where T : notnull
    {
        public override int Count => values.Length;

        public override PrimitiveDataViewType ItemType => format.Type;

        public override void Write(BinaryWriter writer)
        {
            writer.Write((byte)format.Kind);
            writer.Write(values.Length);
            foreach (var value in values)
                format.WriteOne(writer, value);
        }

        public override string[] ToText() => [.. values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)!)];

        public override void Annotate(DataViewSchema.Annotations.Builder annotations, string kind) =>
            annotations.Add(kind, new VectorDataViewType(format.Type, values.Length), (ref VBuffer<T> vector) =>
            {
                var editor = VBufferEditor.Create(ref vector, values.Length);
                values.CopyTo(editor.Values);
                vector = editor.Commit();
            });

        public override Func<int> CreateClassReader(DataViewRow row, DataViewSchema.Column column)
        {
            var classes = values.Select((value, index) => (Key: Comparable(value), index)).ToDictionary(pair => pair.Key, pair => pair.index);
            var read = row.GetGetter<T>(column);
            T value = default!;
            return () =>
            {
                read(ref value);
                return classes.GetValueOrDefault(Comparable(value), -1);
            };
        }

        /// <summary>A text's memory is compared by place, not by content.</summary>
        private static object Comparable(T value) => value is ReadOnlyMemory<char> text ? text.ToString() : value;
    }
}
