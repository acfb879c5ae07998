namespace Microsoft.ML.MultiFit;

/// <summary>
/// SentencePiece's named rules of normalisation, made from Unicode data: compatibility composition (NFKC) as a finite list of sequences; for
/// <c>nmt</c> also control characters removed and unusual spaces made plain; for <c>cf</c> also upper case folded to lower. Does not depend on
/// the application's globalization mode, in which .NET's own normalisation may do nothing.
/// </summary>
internal static class CompositionRules
{
    private const int HangulStart = 0xAC00, HangulEnd = 0xD7A3, LeadStart = 0x1100, VowelStart = 0x1161, TailStart = 0x11A7, VowelCount = 21, TailCount = 28;
    private const int FullWidthTilde = 0xFF5E;

    private static readonly int[] s_spaces =
        [0x9, 0xA, 0xC, 0xD, 0x1680, 0x200B, 0x200C, 0x200E, 0x200F, 0x2028, 0x2029, 0x2581, 0xFEFF, 0xFFFD];

    private static readonly int[] s_removed =
        [.. Enumerable.Range(0x1, 8), 0xB, .. Enumerable.Range(0xE, 18), 0x7F, 0x8F, 0x9F];

    /// <summary>What each sequence of characters becomes.</summary>
    /// <param name="nmt">Whether control characters go and unusual spaces become plain, as for machine translation.</param>
    /// <param name="foldCase">Whether upper case becomes lower case.</param>
    public static Dictionary<string, string> Make(bool nmt, bool foldCase)
    {
        var rules = new Dictionary<string, string>(230_000, StringComparer.Ordinal);
        var decompositions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in UnicodeTable.ReadLines("Normalization.txt"))
        {
            int separator = line.AsSpan().IndexOfAny('>', '=');
            string character = char.ConvertFromUtf32(UnicodeTable.ParseCodePoint(line.AsSpan(0, separator)));
            string mapping = string.Concat(line[(separator + 1)..].Split(' ').Select(code => char.ConvertFromUtf32(UnicodeTable.ParseCodePoint(code))));
            (line[separator] == '>' ? rules : decompositions)[character] = mapping;
        }

        for (int syllable = HangulStart; syllable <= HangulEnd; syllable++)
            decompositions[char.ConvertFromUtf32(syllable)] = Decompose(syllable);

        AddUncomposed(rules, decompositions);
        if (nmt)
            AddSpaces(rules);
        if (foldCase)
            FoldCase(rules);
        return rules;
    }

    private static void AddSpaces(Dictionary<string, string> rules)
    {
        foreach (int code in s_spaces)
            rules[char.ConvertFromUtf32(code)] = " ";
        foreach (int code in s_removed)
            rules[char.ConvertFromUtf32(code)] = "";
        rules.Remove(char.ConvertFromUtf32(FullWidthTilde));
    }

    private static void FoldCase(Dictionary<string, string> rules)
    {
        var folded = new Dictionary<int, string>();
        foreach (string line in UnicodeTable.ReadLines("CaseFolding.txt"))
        {
            int separator = line.IndexOf('>', StringComparison.Ordinal);
            folded[UnicodeTable.ParseCodePoint(line.AsSpan(0, separator))] = char.ConvertFromUtf32(UnicodeTable.ParseCodePoint(line.AsSpan(separator + 1)));
        }

        foreach (var (sequence, mapping) in rules)
            rules[sequence] = string.Concat(mapping.EnumerateRunes().Select(rune => folded.GetValueOrDefault(rune.Value) ?? rune.ToString()));
        foreach (var (character, mapping) in folded)
            rules.TryAdd(char.ConvertFromUtf32(character), mapping);
    }

    /// <summary>
    /// Adds every sequence that composes to one character, its parts in each of their own variants (full width, bold, …).
    /// </summary>
    private static void AddUncomposed(Dictionary<string, string> rules, Dictionary<string, string> decompositions)
    {
        var variants = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (character, mapping) in rules)
        {
            // A mapping that decomposes no further is a variant of one character.
            if (IsOneCharacter(mapping) && !decompositions.ContainsKey(mapping))
            {
                if (!variants.TryGetValue(mapping, out var list))
                    variants[mapping] = list = [];
                list.Add(character);
            }
        }

        foreach (var (character, decomposition) in decompositions)
        {
            var sequences = new List<string> { "" };
            foreach (var part in decomposition.EnumerateRunes())
            {
                string own = part.ToString();
                IEnumerable<string> choices = variants.TryGetValue(own, out var others) ? others.Prepend(own) : [own];
                sequences = [.. sequences.SelectMany(_ => choices, (start, choice) => start + choice)];
            }

            foreach (string sequence in sequences)
                rules[sequence] = character;
        }
    }

    private static bool IsOneCharacter(string text) => text.Length == 1 || (text.Length == 2 && char.IsSurrogatePair(text, 0));

    private static string Decompose(int syllable)
    {
        int index = syllable - HangulStart;
        int lead = LeadStart + (index / (VowelCount * TailCount));
        int vowel = VowelStart + (index / TailCount % VowelCount);
        int tail = TailStart + (index % TailCount);
        return tail == TailStart ? $"{(char)lead}{(char)vowel}" : $"{(char)lead}{(char)vowel}{(char)tail}";
    }
}
