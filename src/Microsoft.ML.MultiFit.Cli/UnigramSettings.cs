using System.CommandLine;

namespace MultiFit.Cli;

/// <summary>What can be chosen about unigram vocabularies beside <see cref="VocabularySettings"/>: the options of Google's spm_train, by its names.</summary>
internal sealed class UnigramSettings
{
    private static readonly UnigramTrainerOptions s_defaults = new();

    private readonly Option<string?> _rules = Text(
        "--normalization-rule-name", "NAME", "Named rules: nmt_nfkc, nfkc, nmt_nfkc_cf, nfkc_cf or identity. [default: nmt_nfkc]");
    private readonly Option<string?> _ruleFile = Text(
        "--normalization-rule-tsv", "FILE", "Own rules in their place, one a line: hexadecimal code points, a tab, what they become.");
    private readonly Option<string?> _decodingRuleFile = Text(
        "--denormalization-rule-tsv", "FILE", "Rules for decoded text, in the same form. [default: none]");
    private readonly Option<bool?> _dummyPrefix = Switch(
        "--add-dummy-prefix", "Put a space in front, so that a word looks the same at a text's start.", s_defaults.AddDummyPrefix);
    private readonly Option<bool?> _removeSpaces = Switch(
        "--remove-extra-whitespaces", "Drop spaces at the ends and make one of several.", s_defaults.RemoveExtraWhitespaces);

    private readonly Option<int?> _pieceLength = Whole(
        "--max-sentencepiece-length", "N", $"Characters of a piece, at most. [default: {s_defaults.MaxPieceLength}]");
    private readonly Option<bool?> _byScript = Switch("--split-by-unicode-script", "Keep a piece to one script.", s_defaults.SplitByScript);
    private readonly Option<bool?> _byNumber = Switch("--split-by-number", "Keep digits apart from other characters.", s_defaults.SplitByNumber);
    private readonly Option<bool?> _byWhitespace = Switch("--split-by-whitespace", "Keep a piece to one word.", s_defaults.SplitByWhitespace);
    private readonly Option<bool?> _digits = Switch("--split-digits", "Make every digit a piece of its own.", s_defaults.SplitDigits);
    private readonly Option<bool?> _suffix = Switch(
        "--treat-whitespace-as-suffix", "Put a word's space at its end, not its start.", s_defaults.TreatWhitespaceAsSuffix);
    private readonly Option<bool?> _spacePieces = Switch(
        "--allow-whitespace-only-pieces", "Let several spaces be a piece.", s_defaults.AllowWhitespaceOnlyPieces);
    private readonly Option<bool?> _bytes = Switch("--byte-fallback", "Spell unknown characters in bytes, by 256 more pieces.", s_defaults.ByteFallback);
    private readonly Option<string?> _characters = Text("--required-chars", "TEXT", "Characters that become pieces, however rare they are.");
    private readonly Option<string?> _characterFile = Text("--required-chars-file", "FILE", "The same, from a file.");
    private readonly Option<bool?> _allCharacters = Switch(
        "--use-all-vocab", "Make every character a piece, whatever --character-coverage says.", s_defaults.UseAllCharacters);

    private readonly Option<string?> _symbols = Text(
        "--user-defined-symbols", "LIST", "Pieces that are found in text as they are, with commas between; after those of the text rules.");
    private readonly Option<string?> _symbolFile = Text("--user-defined-symbols-file", "FILE", "The same, from a file, one a line.");
    private readonly Option<string?> _control = Text("--control-symbols", "LIST", "Pieces that text never produces, with commas between.");
    private readonly Option<string?> _controlFile = Text("--control-symbols-file", "FILE", "The same, from a file, one a line.");
    private readonly Option<int?> _unknownId = Whole("--unk-id", "N", "Id of the unknown piece. [default: the first after the symbols; without text rules 0]");
    private readonly Option<int?> _beginId = Whole("--bos-id", "N", "Id of the piece that begins a sentence, -1 for none. [default: -1; without text rules 1]");
    private readonly Option<int?> _endId = Whole("--eos-id", "N", "Id of the piece that ends a sentence, -1 for none. [default: -1; without text rules 2]");
    private readonly Option<int?> _padId = Whole("--pad-id", "N", "Id of the padding piece, -1 for none. [default: -1]");
    private readonly Option<string?> _unknownPiece = Text("--unk-piece", "TEXT", $"The unknown piece. [default: {s_defaults.UnknownPiece}]");
    private readonly Option<string?> _beginPiece = Text(
        "--bos-piece", "TEXT", $"The piece that begins a sentence. [default: {s_defaults.BeginOfSentencePiece}]");
    private readonly Option<string?> _endPiece = Text("--eos-piece", "TEXT", $"The piece that ends a sentence. [default: {s_defaults.EndOfSentencePiece}]");
    private readonly Option<string?> _padPiece = Text("--pad-piece", "TEXT", $"The padding piece. [default: {s_defaults.PadPiece}]");
    private readonly Option<string?> _unknownSurface = Text("--unk-surface", "TEXT", $"What decoding writes for it. [default: '{s_defaults.UnknownSurface}']");

    private readonly Option<int?> _sentenceLength = Whole(
        "--max-sentence-length",
        "N",
        "Bytes that are learned from at once; longer paragraphs are cut, where spm_train passes over them. "
            + $"[default: {s_defaults.MaxSentenceBytes}; without text rules {UnigramTrainerOptions.SentencePiece.MaxSentenceBytes}]");

    private readonly Option<int?> _sentences = Whole(
        "--input-sentence-size", "N", "Paragraphs to learn from, drawn by chance; 0 for as many as have 50,000,000 characters. [default: 0]");
    private readonly Option<bool?> _shuffle = Switch("--shuffle-input-sentence", "Draw those; else the first are taken.", s_defaults.ShuffleInputSentences);
    private readonly Option<int?> _seed = Whole("--seed", "N", "Seed of that choice.");
    private readonly Option<int?> _seeds = Whole("--seed-sentencepiece-size", "N", $"Candidates to start with. [default: {s_defaults.SeedPieceCount}]");
    private readonly Option<double?> _shrinking = Real(
        "--shrinking-factor", "SHARE", $"Candidates that each round keeps. [default: {FormattableString.Invariant($"{s_defaults.ShrinkingFactor}")}]");
    private readonly Option<int?> _subIterations = Whole(
        "--num-sub-iterations", "N", $"Steps of expectation maximisation in a round. [default: {s_defaults.SubIterationCount}]");

    public UnigramSettings() => _seed.Aliases.Add("--random-seed");

    /// <summary>The options, as the help shows them.</summary>
    public IReadOnlyList<OptionSection> Sections =>
    [
        new("How text is normalised", [_rules, _ruleFile, _decodingRuleFile, _dummyPrefix, _removeSpaces]),
        new(
            "What becomes a piece",
            [_pieceLength, _byScript, _byNumber, _byWhitespace, _digits, _suffix, _spacePieces, _bytes, _characters, _characterFile, _allCharacters]),
        new(
            "Symbols and their ids",
            [
                _symbols, _symbolFile, _control, _controlFile, _unknownId, _beginId, _endId, _padId, _unknownPiece, _beginPiece, _endPiece, _padPiece,
                _unknownSurface,
            ]),
        new("How it is learned", [_sentenceLength, _sentences, _shuffle, _seed, _seeds, _shrinking, _subIterations]),
    ];

    /// <summary>What the library calls those that its messages can name.</summary>
    public IEnumerable<(string Property, Option Option)> Names =>
    [
        (nameof(UnigramTrainerOptions.RequiredCharacters), _characters),
        (nameof(UnigramTrainerOptions.UserDefinedSymbols), _symbols),
        (nameof(UnigramTrainerOptions.ControlSymbols), _control),
        (nameof(UnigramTrainerOptions.UnknownId), _unknownId),
        (nameof(UnigramTrainerOptions.BeginOfSentenceId), _beginId),
        (nameof(UnigramTrainerOptions.EndOfSentenceId), _endId),
        (nameof(UnigramTrainerOptions.PadId), _padId),
        (nameof(UnigramTrainerOptions.UnknownPiece), _unknownPiece),
        (nameof(UnigramTrainerOptions.BeginOfSentencePiece), _beginPiece),
        (nameof(UnigramTrainerOptions.EndOfSentencePiece), _endPiece),
        (nameof(UnigramTrainerOptions.PadPiece), _padPiece),
        (nameof(UnigramTrainerOptions.MaxPieceLength), _pieceLength),
        (nameof(UnigramTrainerOptions.MaxSentenceBytes), _sentenceLength),
        (nameof(UnigramTrainerOptions.InputSentenceCount), _sentences),
        (nameof(UnigramTrainerOptions.Seed), _seed),
        (nameof(UnigramTrainerOptions.SeedPieceCount), _seeds),
        (nameof(UnigramTrainerOptions.ShrinkingFactor), _shrinking),
        (nameof(UnigramTrainerOptions.SubIterationCount), _subIterations),
    ];

    public UnigramTrainerOptions Apply(ParseResult parsed, UnigramTrainerOptions preset) => preset with
    {
        Normalization = Rules(parsed) ?? preset.Normalization,
        Denormalization = parsed.GetValue(_decodingRuleFile) is { } path ? NormalizationRules.Load(path) : preset.Denormalization,
        AddDummyPrefix = parsed.GetValue(_dummyPrefix) ?? preset.AddDummyPrefix,
        RemoveExtraWhitespaces = parsed.GetValue(_removeSpaces) ?? preset.RemoveExtraWhitespaces,
        MaxPieceLength = parsed.GetValue(_pieceLength) ?? preset.MaxPieceLength,
        SplitByScript = parsed.GetValue(_byScript) ?? preset.SplitByScript,
        SplitByNumber = parsed.GetValue(_byNumber) ?? preset.SplitByNumber,
        SplitByWhitespace = parsed.GetValue(_byWhitespace) ?? preset.SplitByWhitespace,
        SplitDigits = parsed.GetValue(_digits) ?? preset.SplitDigits,
        TreatWhitespaceAsSuffix = parsed.GetValue(_suffix) ?? preset.TreatWhitespaceAsSuffix,
        AllowWhitespaceOnlyPieces = parsed.GetValue(_spacePieces) ?? preset.AllowWhitespaceOnlyPieces,
        ByteFallback = parsed.GetValue(_bytes) ?? preset.ByteFallback,
        RequiredCharacters = parsed.GetValue(_characters) + string.Concat(SymbolList.Read(null, parsed.GetValue(_characterFile))),
        UseAllCharacters = parsed.GetValue(_allCharacters) ?? preset.UseAllCharacters,
        UserDefinedSymbols = [.. preset.UserDefinedSymbols, .. SymbolList.Read(parsed.GetValue(_symbols), parsed.GetValue(_symbolFile))],
        ControlSymbols = SymbolList.Read(parsed.GetValue(_control), parsed.GetValue(_controlFile)),
        UnknownId = parsed.GetValue(_unknownId) ?? preset.UnknownId,
        BeginOfSentenceId = parsed.GetValue(_beginId) ?? preset.BeginOfSentenceId,
        EndOfSentenceId = parsed.GetValue(_endId) ?? preset.EndOfSentenceId,
        PadId = parsed.GetValue(_padId) ?? preset.PadId,
        UnknownPiece = parsed.GetValue(_unknownPiece) ?? preset.UnknownPiece,
        BeginOfSentencePiece = parsed.GetValue(_beginPiece) ?? preset.BeginOfSentencePiece,
        EndOfSentencePiece = parsed.GetValue(_endPiece) ?? preset.EndOfSentencePiece,
        PadPiece = parsed.GetValue(_padPiece) ?? preset.PadPiece,
        UnknownSurface = parsed.GetValue(_unknownSurface) ?? preset.UnknownSurface,
        MaxSentenceBytes = parsed.GetValue(_sentenceLength) ?? preset.MaxSentenceBytes,
        InputSentenceCount = parsed.GetValue(_sentences) ?? preset.InputSentenceCount,
        ShuffleInputSentences = parsed.GetValue(_shuffle) ?? preset.ShuffleInputSentences,
        Seed = parsed.GetValue(_seed) ?? preset.Seed,
        SeedPieceCount = parsed.GetValue(_seeds) ?? preset.SeedPieceCount,
        ShrinkingFactor = parsed.GetValue(_shrinking) ?? preset.ShrinkingFactor,
        SubIterationCount = parsed.GetValue(_subIterations) ?? preset.SubIterationCount,
    };

    private NormalizationRules? Rules(ParseResult parsed)
    {
        if (parsed.GetValue(_ruleFile) is not { } path)
            return parsed.GetValue(_rules) is { } name ? NormalizationRules.Named(name) : null;
        return parsed.GetValue(_rules) is null ? NormalizationRules.Load(path) : throw new ArgumentException($"Give either {_rules.Name} or {_ruleFile.Name}.");
    }

    private static Option<string?> Text(string name, string helpName, string description) => new(name) { Description = description, HelpName = helpName };

    private static Option<int?> Whole(string name, string helpName, string description) =>
        new Option<int?>(name) { Description = description, HelpName = helpName }.Number("a whole number");

    private static Option<double?> Real(string name, string helpName, string description) =>
        new Option<double?>(name) { Description = description, HelpName = helpName }.Number("a number");

    private static Option<bool?> Switch(string name, string description, bool isOn) =>
        new(name) { Description = $"{description} [default: {(isOn ? "true" : "false")}]", HelpName = "true|false" };
}
