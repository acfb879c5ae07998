using System.CommandLine;

namespace MultiFit.Cli;

/// <summary>The options of every verb that trains a language model on a corpus: how the text is read, and where its pieces are kept.</summary>
internal sealed class CorpusSettings
{
    private const string DefaultFolder = "multifit-cache";

    private readonly Option<string> _textColumn = CommonOptions.TextColumn();
    private readonly Option<int?> _maximum = CommonOptions.MaximumDocuments();
    private readonly Option<string> _boundary = CommonOptions.Boundary();

    private readonly Option<string> _cache = new("--cache")
    {
        Description = "Folder for texts that were cut into pieces and for vocabularies learned from them, so that the next run starts at once; may be deleted. "
            + $"[default: {DefaultFolder} beside the output]",
        HelpName = "FOLDER",
    };

    public void AddTo(Command verb)
    {
        verb.Add(_textColumn);
        verb.Add(_maximum);
        verb.Add(_boundary);
        verb.Add(_cache);
    }

    /// <summary>The training text, after checking that there is some.</summary>
    public Corpus Training(ParseResult parsed, Option<string[]> paths, Terminal terminal) =>
        Checked(new Corpus(parsed.GetRequiredValue(paths), parsed.GetRequiredValue(_textColumn), parsed.GetValue(_maximum), terminal, BoundaryOf(parsed)));

    /// <summary>The validation text, likewise; null where none was given.</summary>
    public Corpus? Validation(ParseResult parsed, Option<string[]> paths, Terminal terminal) =>
        parsed.GetValue(paths) is { Length: > 0 } given
            ? Checked(new Corpus(given, parsed.GetRequiredValue(_textColumn), null, terminal, BoundaryOf(parsed)))
            : null;

    /// <summary>Where the pieces are kept, after checking that files can be made there.</summary>
    public TokenCache Cache(ParseResult parsed, string output)
    {
        var folder = parsed.GetValue(_cache) ?? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(output))!, DefaultFolder);
        if (File.Exists(folder))
            throw new IOException($"{folder}: this is a file, --cache needs a folder");
        Directory.CreateDirectory(folder);
        AtomicFile.CheckWritable(Path.Combine(folder, "pieces"));
        return new TokenCache(folder);
    }

    private DocumentBoundary BoundaryOf(ParseResult parsed) => CommonOptions.BoundaryOf(parsed.GetRequiredValue(_boundary));

    private static Corpus Checked(Corpus corpus)
    {
        corpus.Check();
        return corpus;
    }
}
