using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// A name for some content: equal content has equal keys, other content has another. Files are read to the end for it, at the speed of the disk;
/// their names and dates do not count. 128 bits of XXH3, which tells contents apart by accident of none, but not those made to collide.
/// </summary>
/// <param name="Value">The hash.</param>
public readonly record struct ContentKey(UInt128 Value)
{
    private const int BufferSize = 1 << 20;

    /// <summary>The key of some files and of the way they are read.</summary>
    /// <param name="paths">The files, in their order.</param>
    /// <param name="reading">Whatever else decides which text comes out of them, such as the options of a reader.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ContentKey OfFiles(IEnumerable<string> paths, params IEnumerable<string> reading)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(reading);
        var parts = paths.Select(OfFile).Select(key => key.ToString());
        return OfTexts([.. parts, "", .. reading]);
    }

    /// <summary>The key of some texts in their order.</summary>
    public static ContentKey OfTexts(params IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var hash = new XxHash128();
        foreach (var text in texts)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            // Lengths keep "ab", "c" apart from "a", "bc".
            hash.Append(BitConverter.GetBytes(bytes.LongLength));
            hash.Append(bytes);
        }

        return new(hash.GetCurrentHashAsUInt128());
    }

    /// <summary>32 hexadecimal digits, which can stand in a file's name.</summary>
    public override string ToString() => Value.ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>The key of what turns text into ids: a model's rules, vocabulary and direction, and the code that carries them out.</summary>
    internal static ContentKey OfEncoding(LanguageModel model)
    {
        using var vocabulary = new MemoryStream();
        model.Vocabulary.Save(vocabulary);
        return OfTexts(
            typeof(ContentKey).Module.ModuleVersionId.ToString(),
            JsonSerializer.Serialize(model.TextRules),
            $"{model.Architecture.Direction}",
            Convert.ToHexString(vocabulary.GetBuffer(), 0, (int)vocabulary.Length));
    }

    private static ContentKey OfFile(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        var hash = new XxHash128();
        var buffer = new byte[BufferSize];
        for (int read; (read = file.Read(buffer)) > 0;)
            hash.Append(buffer.AsSpan(0, read));
        return new(hash.GetCurrentHashAsUInt128());
    }
}
