using System.Globalization;

namespace Microsoft.ML.MultiFit;

/// <summary>Reads the embedded tables that <c>eng/unicode-tables.py</c> makes from the Unicode character database.</summary>
internal static class UnicodeTable
{
    public static IEnumerable<string> ReadLines(string name)
    {
        using var stream = typeof(UnicodeTable).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    public static int ParseCodePoint(ReadOnlySpan<char> hexadecimal) => int.Parse(hexadecimal, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
