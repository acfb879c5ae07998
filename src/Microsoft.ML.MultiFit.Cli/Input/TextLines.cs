using System.Text;

namespace MultiFit.Cli;

/// <summary>The lines of a text file, plain or packed (known by its first bytes, whatever its name), or <c>-</c> for standard input. UTF-8 only.</summary>
internal static class TextLines
{
    /// <summary>The path that means standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>What messages call the file.</summary>
    public static string NameOf(string path) => path == StandardInput ? "standard input" : path;

    /// <summary>Every line with its number, counted from 1.</summary>
    /// <exception cref="InvalidDataException">The file is not UTF-8 text, or damaged.</exception>
    public static IEnumerable<(int Number, string Text)> Read(string path, Terminal terminal)
    {
        var lines = path == StandardInput ? TextCorpus.ReadLines(terminal.Input, NameOf(path)) : TextCorpus.ReadLines(path);
        return lines.Select((text, index) => (index + 1, text));
    }

    /// <summary>A reader that refuses what is not UTF-8 instead of replacing it.</summary>
    public static StreamReader Decode(Stream stream) =>
        new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));

    /// <summary>Throws at once when one of the files cannot be opened, before any work is spent.</summary>
    public static void CheckReadable(IEnumerable<string> paths)
    {
        foreach (var path in paths.Where(path => path != StandardInput))
            CompressedFile.OpenRead(path).Dispose();
    }
}
