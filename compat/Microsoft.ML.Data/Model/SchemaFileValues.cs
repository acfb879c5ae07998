using System.Reflection;
using System.Runtime.InteropServices;

namespace Microsoft.ML.Data;

/// <summary>
/// Annotation values in a schema file, scalars and vectors of numbers, keys, truth values (eight to a byte) and texts
/// (how many, where each one ends, all characters as one string). A vector says first: one row, its length, how many values or −1 for all, how many indices.
/// </summary>
internal static class SchemaFileValues
{
    private const int Dense = -1;

    public static bool CanStore(DataViewType type) =>
        (type as VectorDataViewType)?.ItemType is var item
        && (item ?? type) is NumberDataViewType or KeyDataViewType or TextDataViewType or BooleanDataViewType;

    public static void Write(BinaryWriter writer, DataViewSchema.Annotations annotations, DataViewSchema.Column annotation) =>
        Call(nameof(WriteValue), annotation.Type, writer, annotations, annotation);

    public static void Read(BinaryReader reader, DataViewSchema.Annotations.Builder builder, string name, DataViewType type) =>
        Call(nameof(ReadValue), type, reader, builder, name, type);

    private static void Call(string method, DataViewType type, params object[] arguments)
    {
        var item = (type as VectorDataViewType)?.ItemType ?? type;
        typeof(SchemaFileValues).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static).MakeGenericMethod(item.RawType)
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);
    }

    private static void WriteValue<T>(BinaryWriter writer, DataViewSchema.Annotations annotations, DataViewSchema.Column annotation)
    {
        if (annotation.Type is not VectorDataViewType)
        {
            var scalar = default(T);
            annotations.GetValue(annotation.Name, ref scalar);
            WriteItems(writer, [scalar]);
            return;
        }

        var vector = default(VBuffer<T>);
        annotations.GetValue(annotation.Name, ref vector);
        writer.Write(1);
        writer.Write(vector.Length);
        writer.Write(vector.IsDense ? Dense : vector.GetValues().Length);
        writer.Write(vector.GetIndices().Length);
        writer.Write(MemoryMarshal.AsBytes(vector.GetIndices()));
        WriteItems(writer, vector.GetValues());
    }

    private static void ReadValue<T>(BinaryReader reader, DataViewSchema.Annotations.Builder builder, string name, DataViewType type)
    {
        if (type is not VectorDataViewType)
        {
            builder.AddPrimitiveValue(name, (PrimitiveDataViewType)type, ReadItems<T>(reader, 1)[0]);
            return;
        }

        var rows = reader.ReadInt32();
        var length = reader.ReadInt32();
        var count = reader.ReadInt32();
        var indexCount = reader.ReadInt32();
        if (rows != 1 || length < 0 || count < Dense || indexCount != Math.Max(count, 0))
            throw new FormatException($"The annotation '{name}' in the schema of the model is corrupt");
        var indices = TakeNumbers<int>(reader, indexCount);
        var values = ReadItems<T>(reader, count == Dense ? length : count);
        var vector = count == Dense ? new VBuffer<T>(length, values) : new VBuffer<T>(length, count, values, indices);
        builder.Add(name, type, (ref VBuffer<T> destination) => vector.CopyTo(ref destination));
    }

    private static void WriteItems<T>(BinaryWriter writer, ReadOnlySpan<T> items)
    {
        if (typeof(T) == typeof(ReadOnlyMemory<char>))
            WriteTexts(writer, [.. items.ToArray().Cast<ReadOnlyMemory<char>>()]);
        else if (typeof(T) == typeof(bool))
            writer.Write(PackBits([.. items.ToArray().Cast<bool>()]));
        else
            writer.Write(BytesOf(items));
    }

    private static T[] ReadItems<T>(BinaryReader reader, int count)
    {
        if (typeof(T) == typeof(ReadOnlyMemory<char>))
            return (T[])(object)ReadTexts(reader, count);
        if (typeof(T) == typeof(bool))
            return (T[])(object)UnpackBits(TakeNumbers<byte>(reader, (int)((count + 7L) / 8)), count);
        return TakeNumbers<T>(reader, count);
    }

    private static void WriteTexts(BinaryWriter writer, ReadOnlyMemory<char>[] texts)
    {
        writer.Write(texts.Length);
        var end = 0;
        foreach (var text in texts)
            writer.Write(end += text.Length);
        writer.Write(string.Concat(texts));
    }

    private static ReadOnlyMemory<char>[] ReadTexts(BinaryReader reader, int count)
    {
        if (reader.ReadInt32() != count)
            throw new FormatException("The texts in the schema of the model are corrupt");
        var ends = TakeNumbers<int>(reader, count);
        var all = reader.ReadString();
        var texts = new ReadOnlyMemory<char>[count];
        for (int index = 0, begin = 0; index < count; begin = ends[index++])
            texts[index] = all.AsMemory(begin, ends[index] - begin);
        return texts;
    }

    private static byte[] PackBits(bool[] values)
    {
        var bytes = new byte[(values.Length + 7) / 8];
        for (var index = 0; index < values.Length; index++)
            bytes[index / 8] |= (byte)((values[index] ? 1 : 0) << (index % 8));
        return bytes;
    }

    private static bool[] UnpackBits(byte[] bytes, int count)
    {
        var values = new bool[count];
        for (var index = 0; index < count; index++)
            values[index] = (bytes[index / 8] >> (index % 8) & 1) != 0;
        return values;
    }

    private static ReadOnlySpan<byte> BytesOf<T>(ReadOnlySpan<T> items)
    {
        var array = items.ToArray();
        var bytes = new byte[Buffer.ByteLength((Array)(object)array)];
        Buffer.BlockCopy((Array)(object)array, 0, bytes, 0, bytes.Length);
        return bytes;
    }

    /// <summary>A forged count must not take memory that the block cannot fill.</summary>
    private static T[] TakeNumbers<T>(BinaryReader reader, int count)
    {
        var size = Buffer.ByteLength((Array)(object)new T[1]);
        if (count > (reader.BaseStream.Length - reader.BaseStream.Position) / size)
            throw new EndOfStreamException();
        var values = new T[count];
        Buffer.BlockCopy(reader.ReadBytes(count * size), 0, (Array)(object)values, 0, count * size);
        return values;
    }
}
