using System.Text;

namespace Microsoft.ML.MultiFit.Benchmarks;

/// <summary>Lines of text as Google's tools read them: ended by a line feed and nothing else.</summary>
internal static class TextLines
{
    private static readonly UTF8Encoding s_utf8 = new(false);

    /// <summary>All lines of a file, which may be packed.</summary>
    public static string[] Read(string path)
    {
        using var input = CompressedFile.OpenRead(path);
        using var bytes = new MemoryStream();
        input.CopyTo(bytes);
        string text = s_utf8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        return (text.EndsWith('\n') ? text[..^1] : text).Split('\n');
    }

    public static void Write(string path, IEnumerable<string> lines)
    {
        using var output = new StreamWriter(path, append: false, s_utf8);
        foreach (string line in lines)
            output.Write(line + "\n");
    }
}
