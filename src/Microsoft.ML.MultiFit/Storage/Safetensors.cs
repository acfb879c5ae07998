using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Reads and writes the safetensors format: a JSON table of contents, then raw little-endian values. Nothing in such a file can be executed.
/// Written as 32-bit floats; 16-bit floats of both kinds are read too.
/// </summary>
internal static class Safetensors
{
    private const string Float = "F32";
    private const string Half = "F16";
    private const string BrainFloat = "BF16";

    /// <summary>Bytes per value of a type.</summary>
    public static int ValueSize(string name, string type) => type switch
    {
        Float => 4,
        Half or BrainFloat => 2,
        _ => throw new InvalidDataException($"Tensor '{name}' is of type '{type}'; only {Float}, {Half} and {BrainFloat} can be read."),
    };

    /// <summary>Reads all tensors, to the end of the stream.</summary>
    /// <param name="stream">The file; it need not be able to seek.</param>
    /// <param name="expected">The names and shapes to be found, checked before any value is read; null takes what is there.</param>
    /// <exception cref="InvalidDataException">The data are damaged, or are not what is expected.</exception>
    /// <exception cref="EndOfStreamException">The data end too early.</exception>
    public static WeightSet Read(Stream stream, IEnumerable<(string Name, int[] Shape)>? expected = null) => Read(stream, expected, out _);

    /// <summary>Reads all tensors and what the file says besides, texts by name.</summary>
    /// <inheritdoc cref="Read(Stream, IEnumerable{ValueTuple{string, int[]}}?)"/>
    public static WeightSet Read(Stream stream, IEnumerable<(string Name, int[] Shape)>? expected, out IReadOnlyDictionary<string, string> metadata)
    {
        var header = SafetensorsHeader.Read(stream);
        metadata = header.Metadata;
        if (expected is not null)
            RequireExactly(expected, header.Entries);
        var tensors = new List<KeyValuePair<string, WeightTensor>>();
        foreach (var entry in header.Entries)
            tensors.Add(new(entry.Name, new WeightTensor(entry.Shape, Values(stream, entry))));
        if (stream.ReadByte() >= 0)
            throw new InvalidDataException("There are more data than tensors.");
        return new WeightSet(tensors);
    }

    /// <summary>Writes the tensors ordered by name; equal tensors give equal bytes.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="weights">The tensors.</param>
    /// <param name="metadata">What the file says besides, texts by name; null for nothing.</param>
    public static void Write(Stream stream, WeightSet weights, IEnumerable<KeyValuePair<string, string>>? metadata = null)
    {
        var names = weights.Names.Order(StringComparer.Ordinal).ToList();
        var header = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            if (metadata is not null)
            {
                json.WriteStartObject(SafetensorsHeader.MetadataName);
                foreach (var (name, text) in metadata)
                    json.WriteString(name, text);
                json.WriteEndObject();
            }

            long offset = 0;
            foreach (var name in names)
            {
                var tensor = weights[name];
                json.WriteStartObject(name);
                json.WriteString("dtype", Float);
                json.WritePropertyName("shape");
                JsonSerializer.Serialize(json, tensor.Shape);
                json.WritePropertyName("data_offsets");
                JsonSerializer.Serialize(json, new[] { offset, offset += 4L * tensor.Values.Length });
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        // Spaces after the JSON align the values, so that other readers may map the file into memory.
        header.Write(new string(' ', (8 - (header.WrittenCount % 8)) % 8).Select(space => (byte)space).ToArray());
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.WrittenCount);
        stream.Write(length);
        stream.Write(header.WrittenSpan);
        foreach (var name in names)
            WriteValues(stream, weights[name].Values);
    }

    private static void RequireExactly(IEnumerable<(string Name, int[] Shape)> expected, IReadOnlyList<SafetensorsEntry> entries)
    {
        var shapes = entries.ToDictionary(entry => entry.Name, entry => entry.Shape);
        foreach (var (name, shape) in expected)
        {
            if (!shapes.Remove(name, out var found))
                throw new InvalidDataException($"Tensor '{name}' is missing.");
            if (!found.AsSpan().SequenceEqual(shape))
                throw new InvalidDataException($"Tensor '{name}' has shape [{string.Join(", ", found)}], expected [{string.Join(", ", shape)}].");
        }

        if (shapes.Count > 0)
            throw new InvalidDataException($"Tensor '{shapes.Keys.First()}' is not expected.");
    }

    private static float[] Values(Stream stream, SafetensorsEntry entry)
    {
        if (entry.Type == Float)
        {
            var values = GrowingArray.Read<float>(stream, entry.Count);
            if (!BitConverter.IsLittleEndian)
                ReverseBytes(values, values);
            return values;
        }

        var halves = GrowingArray.Read<ushort>(stream, entry.Count);
        if (!BitConverter.IsLittleEndian)
            BinaryPrimitives.ReverseEndianness(halves, halves);
        return entry.Type == Half
            ? Array.ConvertAll(halves, bits => (float)BitConverter.UInt16BitsToHalf(bits))
            : Array.ConvertAll(halves, bits => BitConverter.UInt32BitsToSingle((uint)bits << 16));
    }

    private static void WriteValues(Stream stream, float[] values)
    {
        if (!BitConverter.IsLittleEndian)
        {
            var reversed = new float[values.Length];
            ReverseBytes(values, reversed);
            values = reversed;
        }

        stream.Write(MemoryMarshal.AsBytes(values.AsSpan()));
    }

    private static void ReverseBytes(float[] source, float[] target) =>
        BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<float, uint>(source), MemoryMarshal.Cast<float, uint>(target.AsSpan()));
}
