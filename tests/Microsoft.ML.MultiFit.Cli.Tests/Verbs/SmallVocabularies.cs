namespace MultiFit.Cli.Tests.Verbs;

/// <summary>Vocabularies of a few words, for the verbs that use one.</summary>
public sealed class SmallVocabularies : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SmallVocabularies()
    {
        string[] text = [.. Enumerable.Range(0, 200).Select(i => $"das buch {i} ist gut , der film war gut und das buch auch . <sep>")];
        var options = UnigramTrainerOptions.SentencePiece with { VocabularySize = 60, HardVocabularyLimit = false, CharacterCoverage = 1, UserDefinedSymbols = ["<sep>"] };
        Plain = Save("plain.model", new UnigramTrainer(options).Train(text));
        Bytes = Save("bytes.model", new UnigramTrainer(options with { ByteFallback = true, VocabularySize = 400, TreatWhitespaceAsSuffix = true }).Train(text));
        Rules = Save("rules.model", new UnigramTrainer(options with
        {
            Normalization = new NormalizationRules([new("ä", "ae")]),
            Denormalization = new NormalizationRules([new("u", "U")]),
            RemoveExtraWhitespaces = false,
            UnknownSurface = "?",
        }).Train(text));
        Without = Save("without.model", new UnigramTrainer(options with { BeginOfSentenceId = -1, EndOfSentenceId = -1 }).Train(text));
        Words = Save("words.model", new WordVocabularyTrainer(new() { VocabularySize = 30 }).Train(text));
    }

    /// <summary>With the symbols and ids that SentencePiece has by default, and <c>&lt;sep&gt;</c>.</summary>
    public string Plain { get; }

    /// <summary>Spells unknown characters in bytes and has spaces at the ends of words.</summary>
    public string Bytes { get; }

    /// <summary>Has own rules for text and for decoded text.</summary>
    public string Rules { get; }

    /// <summary>Has no pieces around sentences.</summary>
    public string Without { get; }

    /// <summary>Of whole words.</summary>
    public string Words { get; }

    public string Of(string name) => _folder.File($"{name}.model");

    public void Dispose() => _folder.Dispose();

    private string Save(string name, SentencePieceModel model)
    {
        model.Save(_folder.File(name));
        return _folder.File(name);
    }
}
