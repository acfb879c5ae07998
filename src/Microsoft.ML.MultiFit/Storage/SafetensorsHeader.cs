using System.Buffers.Binary;
using System.Text.Json;

namespace Microsoft.ML.MultiFit;

/// <summary>One tensor announced by a safetensors header; offsets are bytes after the header.</summary>
internal sealed record SafetensorsEntry(string Name, string Type, int[] Shape, int Count, long Begin, long End);

/// <summary>
/// The table of contents of a safetensors file: 8 bytes of little-endian length, then that much JSON. Every number in it is checked before
/// anything is done with it: tensors must lie one after the other without gap or overlap.
/// </summary>
/// <param name="Entries">The tensors in the order of their values.</param>
/// <param name="Metadata">What the file says besides, texts by name (<c>__metadata__</c>); empty where it says nothing.</param>
internal sealed record SafetensorsHeader(IReadOnlyList<SafetensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>Where the header keeps <see cref="Metadata"/>, among the tensors.</summary>
    public const string MetadataName = "__metadata__";

    private const long LongestHeader = 64 << 20;

    /// <summary>Reads the header and leaves the stream at the first value.</summary>
    public static SafetensorsHeader Read(Stream stream)
    {
        var lengthBytes = new byte[8];
        stream.ReadExactly(lengthBytes);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (length is < 2 or > LongestHeader)
            throw new InvalidDataException($"The tensor list's length of {length} bytes is impossible.");
        var json = GrowingArray.Read<byte>(stream, (int)length);
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var entries = document.RootElement.EnumerateObject()
                .Where(property => property.Name != MetadataName)
                .Select(property => Entry(property.Name, property.Value))
                .OrderBy(entry => entry.Begin).ThenBy(entry => entry.End)
                .ToList();
            long end = 0;
            foreach (var entry in entries)
            {
                if (entry.Begin != end)
                    throw new InvalidDataException($"Tensor '{entry.Name}' begins at byte {entry.Begin}, expected {end}.");
                end = entry.End;
            }

            return new SafetensorsHeader(entries, Texts(document.RootElement));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"The tensor list is damaged: {exception.Message}", exception);
        }
    }

    private static Dictionary<string, string> Texts(JsonElement header) => header.TryGetProperty(MetadataName, out var metadata)
        ? metadata.EnumerateObject().ToDictionary(property => property.Name, property => property.Value.GetString() ?? "", StringComparer.Ordinal)
        : [];

    private static SafetensorsEntry Entry(string name, JsonElement value)
    {
        if (!value.TryGetProperty("dtype", out var type) || !value.TryGetProperty("shape", out var shape)
            || !value.TryGetProperty("data_offsets", out var offsets) || offsets.GetArrayLength() != 2)
            throw new InvalidDataException($"Tensor '{name}' lacks its type, shape or offsets.");
        string typeName = type.GetString() ?? "";
        var sizes = shape.EnumerateArray().Select(size => size.TryGetInt32(out int number) ? number : -1).ToArray();
        if (sizes.Length > 8 || sizes.Any(size => size < 0))
            throw new InvalidDataException($"Tensor '{name}' has an impossible shape.");
        long count = 1;
        foreach (int size in sizes)
        {
            count *= size;
            if (count > Array.MaxLength)
                throw new InvalidDataException($"Tensor '{name}' has more values than an array can hold.");
        }

        if (!offsets[0].TryGetInt64(out long begin) || !offsets[1].TryGetInt64(out long end) || begin < 0 || end < begin
            || end - begin != count * Safetensors.ValueSize(name, typeName))
            throw new InvalidDataException($"The offsets of tensor '{name}' do not fit its shape.");
        return new SafetensorsEntry(name, typeName, sizes, (int)count, begin, end);
    }
}
