using System.Globalization;
using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>Reads rules of normalisation from text: hexadecimal code points, a tab, what they become.</summary>
internal static class NormalizationRuleFile
{
    /// <summary>What each sequence becomes.</summary>
    /// <exception cref="InvalidDataException">A line is no rule.</exception>
    public static Dictionary<string, string> Read(TextReader reader, string source)
    {
        var rules = new Dictionary<string, string>(StringComparer.Ordinal);
        int number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            string[] columns = line.Split('\t');
            string sequence = Parse(columns[0], source, number);
            if (sequence.Length == 0)
                throw new InvalidDataException($"{source}, line {number}: no code point stands before the tab.");
            rules[sequence] = columns.Length < 2 ? "" : Parse(columns[1], source, number);
        }

        return rules;
    }

    private static string Parse(string column, string source, int number)
    {
        var text = new StringBuilder();
        foreach (string code in column.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string digits = code.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? code[2..] : code;
            if (!int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value) || value == 0 || !Rune.IsValid(value))
                throw new InvalidDataException($"{source}, line {number}: '{code}' is not a character's hexadecimal code point.");
            text.Append(char.ConvertFromUtf32(value));
        }

        return text.ToString();
    }
}
