using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// What sequences of characters become before text is cut, the longest that matches first: one of SentencePiece's named sets, or own rules.
/// The named sets are those of SentencePiece 0.1.97, whose Unicode version is 13. Immutable; compiled when first used.
/// </summary>
/// <remarks>Text passes unchanged where no rule begins. Rules see each other's input only, never their output.</remarks>
public sealed class NormalizationRules
{
    // SentencePiece looks at no more sequences that begin a text.
    private const int MaxNestedSequences = 31;
    // A forged model could otherwise turn a short text into one that fills the memory.
    internal const int MaxReplacementBytes = 4096;

    private readonly Lazy<CharacterMap> _map;

    /// <summary>Takes own rules.</summary>
    /// <param name="rules">Sequences of characters and what each becomes; empty text removes it.</param>
    /// <param name="name">What the model file is to call them. Default <c>user_defined</c>, as SentencePiece does.</param>
    /// <exception cref="ArgumentException">
    /// There are no rules, or one cannot be stored: its sequence is empty, doubled, longer than 1,024 bytes or begins with 31 others; its replacement is
    /// longer than 4,096 bytes; either holds U+0000 or a lone surrogate.
    /// </exception>
    public NormalizationRules(IEnumerable<KeyValuePair<string, string>> rules, string name = "user_defined")
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var own = rules.ToArray();
        if (FindProblem(own) is { } problem)
            throw new ArgumentException(problem, nameof(rules));
        Name = name;
        _map = new Lazy<CharacterMap>(() => CharacterMap.Compile(own));
    }

    private NormalizationRules(string name, Func<CharacterMap> compile)
    {
        Name = name;
        _map = new Lazy<CharacterMap>(compile);
    }

    /// <summary><c>identity</c>: no rules.</summary>
    public static NormalizationRules Identity { get; } = new("identity", () => CharacterMap.Empty);

    /// <summary><c>nfkc</c>: Unicode's compatibility composition.</summary>
    public static NormalizationRules Nfkc { get; } = new("nfkc", () => CharacterMap.Compile(CompositionRules.Make(nmt: false, foldCase: false)));

    /// <summary><c>nmt_nfkc</c>, SentencePiece's default: <see cref="Nfkc"/>, control characters removed, unusual spaces made plain.</summary>
    public static NormalizationRules NmtNfkc { get; } = new("nmt_nfkc", () => CharacterMap.Compile(CompositionRules.Make(nmt: true, foldCase: false)));

    /// <summary><c>nfkc_cf</c>: <see cref="Nfkc"/> and simple case folding.</summary>
    public static NormalizationRules NfkcCaseFolded { get; } = new("nfkc_cf", () => CharacterMap.Compile(CompositionRules.Make(nmt: false, foldCase: true)));

    /// <summary><c>nmt_nfkc_cf</c>: <see cref="NmtNfkc"/> and simple case folding.</summary>
    public static NormalizationRules NmtNfkcCaseFolded { get; } = new("nmt_nfkc_cf", () => CharacterMap.Compile(CompositionRules.Make(nmt: true, foldCase: true)));

    /// <summary>SentencePiece's name of the rules, which the model file records.</summary>
    public string Name { get; }

    /// <summary>The rules, ready for use.</summary>
    internal CharacterMap Map => _map.Value;

    private static IEnumerable<NormalizationRules> AllNamed => [Identity, Nfkc, NmtNfkc, NfkcCaseFolded, NmtNfkcCaseFolded];

    /// <summary>The set that SentencePiece calls so.</summary>
    /// <exception cref="ArgumentException">There is none of this name; the message lists all.</exception>
    public static NormalizationRules Named(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return AllNamed.FirstOrDefault(rules => rules.Name == name)
            ?? throw new ArgumentException($"There are no normalisation rules '{name}'; there are {string.Join(", ", AllNamed.Select(rules => rules.Name))}.", nameof(name));
    }

    /// <summary>Reads own rules from a file as SentencePiece's <c>--normalization_rule_tsv</c> takes it; see <see cref="Read"/>.</summary>
    /// <exception cref="InvalidDataException">The file is no such file; the message names file, line and reason.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NormalizationRules Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var reader = new StreamReader(path);
        return Read(reader, $"'{path}'");
    }

    /// <summary>
    /// Reads own rules, one a line: the code points of the sequence in hexadecimal with spaces between, a tab, those of the replacement. No replacement
    /// removes the sequence; more columns are comments; the last of several rules for a sequence counts; blank lines are passed over.
    /// </summary>
    /// <param name="reader">Read to its end.</param>
    /// <param name="source">What error messages call it.</param>
    /// <exception cref="InvalidDataException">A line is no rule or cannot be stored, or there is none.</exception>
    public static NormalizationRules Read(TextReader reader, string source = "The normalisation rules")
    {
        ArgumentNullException.ThrowIfNull(reader);
        var rules = NormalizationRuleFile.Read(reader, source);
        return FindProblem(rules) is { } problem
            ? throw new InvalidDataException($"{source} cannot be used: {problem}")
            : new NormalizationRules(rules);
    }

    private static string? FindProblem(IReadOnlyCollection<KeyValuePair<string, string>> rules)
    {
        if (rules.Count == 0)
            return "There is no normalisation rule. For none use NormalizationRules.Identity.";
        var nested = new Stack<string>();
        string? previous = null;
        foreach (var (sequence, replacement) in rules.OrderBy(rule => rule.Key, StringComparer.Ordinal))
        {
            if (string.IsNullOrEmpty(sequence) || sequence == previous)
                return sequence == previous ? $"There are two rules for '{sequence}'." : "A rule's sequence is empty.";
            if (!IsStorable(sequence) || !IsStorable(replacement))
                return $"The rule for '{sequence}' holds U+0000 or a lone surrogate.";
            if (Encoding.UTF8.GetByteCount(sequence) > DoubleArray.MaxRuleBytes || Encoding.UTF8.GetByteCount(replacement) > MaxReplacementBytes)
                return $"The rule for '{sequence[..Math.Min(20, sequence.Length)]}' is too long: at most {DoubleArray.MaxRuleBytes} bytes can become {MaxReplacementBytes}.";
            while (nested.TryPeek(out string? shorter) && !sequence.StartsWith(shorter, StringComparison.Ordinal))
                nested.Pop();
            nested.Push(sequence);
            if (nested.Count > MaxNestedSequences)
                return $"Of the rules for '{sequence}' and what it begins with there are more than {MaxNestedSequences}.";
            previous = sequence;
        }

        return null;
    }

    private static bool IsStorable(string? text)
    {
        if (text is null || text.Contains('\0', StringComparison.Ordinal))
            return false;
        for (int i = 0; i < text.Length; i += char.IsSurrogate(text[i]) ? 2 : 1)
        {
            if (char.IsSurrogate(text[i]) && !char.IsSurrogatePair(text, i))
                return false;
        }

        return true;
    }
}
