using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.MultiFit;

/// <summary>The JSON entries of a model: <c>model.json</c> and <c>classifier.json</c>. Unknown members are errors: they would belong to a newer format.</summary>
internal static class ModelDescription
{
    private const int LongestDescription = 4 << 20;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        IgnoreReadOnlyProperties = true,
        WriteIndented = true,
        NewLine = "\n",
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    private static readonly JsonSerializerOptions s_line = new(Json) { WriteIndented = false };

    /// <summary>Writes a description as an entry.</summary>
    public static void Write<T>(EntryWriter writer, string name, T description) =>
        writer(name, stream => stream.Write(JsonSerializer.SerializeToUtf8Bytes(description, Json)));

    /// <summary>Reads a description whose first member <c>formatVersion</c> is at most <paramref name="newestVersion"/>.</summary>
    /// <exception cref="InvalidDataException">It is missing, damaged or from a newer version.</exception>
    public static T Read<T>(EntryReader reader, string name, int newestVersion)
    {
        byte[] json = [];
        ModelEntries.Read(reader, name, stream => json = ReadAll(stream));
        try
        {
            using (var document = JsonDocument.Parse(json))
            {
                int version = document.RootElement.GetProperty("formatVersion").GetInt32();
                if (version > newestVersion)
                {
                    throw new InvalidDataException(
                        $"Entry '{name}' has format version {version}, newer than {newestVersion}, the newest this library knows: use a newer library.");
                }
            }

            return JsonSerializer.Deserialize<T>(json, Json) ?? throw new JsonException("It is empty.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"Entry '{name}' is damaged: {exception.Message}", exception);
        }
    }

    /// <summary>A value as one line of the same JSON.</summary>
    public static string Text<T>(T value) => JsonSerializer.Serialize(value, s_line);

    /// <summary>Reads such a line.</summary>
    /// <exception cref="InvalidDataException">It is no <typeparamref name="T"/>.</exception>
    public static T Parse<T>(string name, string text)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, Json) ?? throw new JsonException("It is empty.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"'{name}' is damaged: {exception.Message}", exception);
        }
    }

    private static byte[] ReadAll(Stream stream)
    {
        var buffer = new byte[LongestDescription + 1];
        int length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return length <= LongestDescription ? buffer[..length] : throw new InvalidDataException($"it is longer than {LongestDescription} bytes.");
    }
}
