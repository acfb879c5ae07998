namespace Microsoft.ML.MultiFit;

/// <summary>What is alphabetic beside letters and letter numbers: vowel signs, circled letters (Unicode's property Other_Alphabetic).</summary>
internal static class UnicodeAlphabet
{
    private static readonly Lazy<(int[] First, int[] Last)> s_ranges = new(Read);

    /// <summary>Whether a character that is no letter is alphabetic.</summary>
    public static bool HasOther(int codePoint)
    {
        int range = Array.BinarySearch(s_ranges.Value.First, codePoint);
        range = range >= 0 ? range : ~range - 1;
        return range >= 0 && codePoint <= s_ranges.Value.Last[range];
    }

    private static (int[] First, int[] Last) Read()
    {
        var ranges = UnicodeTable.ReadLines("OtherAlphabetic.txt").Select(line => line.Split(' ')).ToList();
        return ([.. ranges.Select(range => UnicodeTable.ParseCodePoint(range[0]))], [.. ranges.Select(range => UnicodeTable.ParseCodePoint(range[1]))]);
    }
}
