namespace Microsoft.ML.MultiFit;

/// <summary>The script of each character, as far as pieces care: one piece keeps to one script.</summary>
internal static class UnicodeScripts
{
    /// <summary>Marks that take the script of what they stand on.</summary>
    public const int Inherited = 0;

    private const int LongVowelMark = 0x30FC;

    private static readonly Lazy<(int[] Starts, int[] Scripts)> s_table = new(Load);

    /// <summary>A number for the character's script. Japanese mixes its three scripts within a word, so they count as one.</summary>
    public static int Of(int codePoint)
    {
        var (starts, scripts) = s_table.Value;
        int index = Array.BinarySearch(starts, codePoint == LongVowelMark ? 'あ' : codePoint);
        return scripts[index < 0 ? ~index - 1 : index];
    }

    private static (int[] Starts, int[] Scripts) Load()
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal) { ["Inherited"] = Inherited };
        var starts = new List<int>();
        var scripts = new List<int>();
        foreach (string line in UnicodeTable.ReadLines("Scripts.txt"))
        {
            int space = line.IndexOf(' ', StringComparison.Ordinal);
            string script = line[(space + 1)..] switch
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

        return ([.. starts], [.. scripts]);
    }
}
