using System.IO.Compression;
using System.Text;

namespace MultiFit.Cli;

/// <summary>The lines of a text file: plain or gzip (known by its first bytes, whatever its name), or <c>-</c> for standard input. UTF-8 only.</summary>
internal static class TextLines
{
    /// <summary>The path that means standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>What messages call the file.</summary>
    public static string NameOf(string path) => path == StandardInput ? "standard input" : path;

    /// <summary>Every line with its number, counted from 1.</summary>
    /// <exception cref="InvalidDataException">The file is not UTF-8 text, or a damaged gzip file.</exception>
    public static IEnumerable<(int Number, string Text)> Read(string path, Terminal terminal)
    {
        if (path == StandardInput)
            return Lines(terminal.Input, path);
        return FromFile(path);
    }

    /// <summary>A reader that refuses what is not UTF-8 instead of replacing it.</summary>
    public static StreamReader Decode(Stream stream) =>
        new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));

    /// <summary>Throws at once when one of the files cannot be opened, before any work is spent.</summary>
    public static void CheckReadable(IEnumerable<string> paths)
    {
        foreach (var path in paths.Where(path => path != StandardInput))
            Open(path).Dispose();
    }

    private static IEnumerable<(int Number, string Text)> FromFile(string path)
    {
        using var reader = Decode(Open(path));
        foreach (var line in Lines(reader, path))
            yield return line;
    }

    private static Stream Open(string path)
    {
        if (Directory.Exists(path))
            throw new FileNotFoundException($"{path}: this is a folder, a file is needed");
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: there is no such file");
        var file = File.OpenRead(path);
        bool isGzip = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private static IEnumerable<(int Number, string Text)> Lines(TextReader reader, string path)
    {
        for (int number = 1; Next(reader, path, number) is { } line; number++)
            yield return (number, line);
    }

    private static string? Next(TextReader reader, string path, int number)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidDataException($"{NameOf(path)}({number}): not UTF-8 text, here or soon after");
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{NameOf(path)}({number}): damaged gzip file ({exception.Message})", exception);
        }
    }
}
