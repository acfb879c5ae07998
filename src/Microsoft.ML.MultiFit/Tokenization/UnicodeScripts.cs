namespace Microsoft.ML.MultiFit;

/// <summary>The script of each character, as far as pieces care: one piece keeps to one script.</summary>
internal static class UnicodeScripts
{
    /// <summary>Marks that take the script of what they stand on.</summary>
    public const int Inherited = 0;

    private const int LongVowelMark = 0x30FC;

    private static readonly Lazy<(int[] Starts, int[] Scripts, string[] Names)> s_table = new(Load);

    /// <summary>A number for the character's script. Japanese mixes its three scripts within a word, so they count as one.</summary>
    public static int Of(int codePoint) => s_table.Value.Scripts[IndexOf(codePoint == LongVowelMark ? 'あ' : codePoint)];

    /// <summary>Unicode's name of the character's script.</summary>
    public static string NameOf(int codePoint) => s_table.Value.Names[IndexOf(codePoint)];

    private static int IndexOf(int codePoint)
    {
        int index = Array.BinarySearch(s_table.Value.Starts, codePoint);
        return index < 0 ? ~index - 1 : index;
    }

    private static (int[] Starts, int[] Scripts, string[] Names) Load()
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal) { ["Inherited"] = Inherited };
        var starts = new List<int>();
        var scripts = new List<int>();
        var names = new List<string>();
        foreach (string line in UnicodeTable.ReadLines("Scripts.txt"))
        {
            int space = line.IndexOf(' ', StringComparison.Ordinal);
            names.Add(line[(space + 1)..]);
            string script = names[^1] switch
            {
                "Hiragana" or "Katakana" => "Han",
                // SentencePiece knows no other script for what has none.
                "Unknown" => "Common",
                var other => other,
            };
            if (!numbers.TryGetValue(script, out int number))
                numbers[script] = number = numbers.Count;
            starts.Add(UnicodeTable.ParseCodePoint(line.AsSpan(0, space)));
            scripts.Add(number);
        }

        return ([.. starts], [.. scripts], [.. names]);
    }
}
