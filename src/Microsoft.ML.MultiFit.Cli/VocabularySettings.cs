using System.CommandLine;

namespace MultiFit.Cli;

/// <summary>The options of every verb that learns a vocabulary.</summary>
internal sealed class VocabularySettings
{
    private readonly Option<int?> _size = new Option<int?>("--vocab-size")
    {
        Description = "Pieces of the vocabulary to learn, symbols included. [default: the preset's]",
        HelpName = "N",
    }.AtLeast(1);

    private readonly Option<double?> _coverage = new Option<double?>("--character-coverage")
    {
        Description = "Share of the text's characters that become pieces; the rarest others are unknown. [default: the preset's]",
        HelpName = "SHARE",
    }.Number("a number");

    private readonly Option<bool?> _isHardLimit = new("--hard-vocab-limit")
    {
        Description = "Whether text that yields fewer pieces is refused; else the vocabulary is as large as it allows. [default: true]",
        HelpName = "true|false",
    };

    /// <summary>What the library calls them.</summary>
    public IEnumerable<(string Property, Option Option)> Names =>
    [
        (nameof(UnigramTrainerOptions.VocabularySize), _size),
        (nameof(UnigramTrainerOptions.CharacterCoverage), _coverage),
        (nameof(UnigramTrainerOptions.HardVocabularyLimit), _isHardLimit),
    ];

    public void AddTo(Command verb)
    {
        verb.Add(_size);
        verb.Add(_coverage);
        verb.Add(_isHardLimit);
    }

    public UnigramTrainerOptions Apply(ParseResult parsed, UnigramTrainerOptions preset) => preset with
    {
        VocabularySize = parsed.GetValue(_size) ?? preset.VocabularySize,
        CharacterCoverage = parsed.GetValue(_coverage) ?? preset.CharacterCoverage,
        HardVocabularyLimit = parsed.GetValue(_isHardLimit) ?? preset.HardVocabularyLimit,
    };

    /// <summary>The same for a vocabulary of words.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="preset">The numbers where it says nothing.</param>
    /// <param name="further">Options of the verb that are, like some of these, about pieces only.</param>
    /// <exception cref="ArgumentException">An option about pieces is given.</exception>
    public WordVocabularyOptions Apply(ParseResult parsed, WordVocabularyOptions preset, params IEnumerable<Option> further)
    {
        if (FirstGiven(parsed, [_coverage, _isHardLimit, .. further]) is { } given)
            throw new ArgumentException($"{given.Name} is about pieces, but the vocabulary is to be one of words.");
        return preset with { VocabularySize = parsed.GetValue(_size) ?? preset.VocabularySize };
    }

    /// <summary>Refuses options about a vocabulary to learn where there is one already.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="tokenizer">The option that names the vocabulary.</param>
    /// <exception cref="ArgumentException">One of these options is given beside it.</exception>
    public void RequireNoneBeside(ParseResult parsed, Option<string> tokenizer)
    {
        if (parsed.GetValue(tokenizer) is not null && FirstGiven(parsed, Names.Select(each => each.Option)) is { } given)
            throw new ArgumentException($"{given.Name} is about learning a vocabulary, but {tokenizer.Name} gives one.");
    }

    private static Option? FirstGiven(ParseResult parsed, IEnumerable<Option> options) =>
        options.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false });
}
