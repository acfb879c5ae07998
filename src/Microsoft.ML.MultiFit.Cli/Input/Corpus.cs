using System.Collections;

namespace MultiFit.Cli;

/// <summary>
/// The documents of some files, read anew by each enumeration (standard input is copied to a temporary file first). A file is a MediaWiki dump, a
/// tab-separated file with a header that names the text column, or plain text.
/// </summary>
/// <param name="paths">The files.</param>
/// <param name="textColumn">The column to read of a tab-separated file.</param>
/// <param name="maximum">No more documents than this; null for all.</param>
/// <param name="terminal">Has the standard input.</param>
/// <param name="boundary">What stands between documents of plain text; null to detect it.</param>
/// <param name="articles">What to keep of a dump; null for the defaults.</param>
/// <param name="counts">Counts the pages of dumps.</param>
/// <param name="threads">Threads that clean the pages of dumps; null for one per core.</param>
internal sealed class Corpus(
    IReadOnlyList<string> paths,
    string textColumn,
    int? maximum,
    Terminal terminal,
    DocumentBoundary? boundary = null,
    WikiDumpOptions? articles = null,
    WikiDumpCounts? counts = null,
    int? threads = null) : IEnumerable<string>, IDisposable
{
    private readonly DocumentBoundary _boundary = boundary ?? DocumentBoundary.Detected;
    private readonly WikiDumpOptions _articles = articles ?? new();

    private string? _inputCopy;
    private ContentKey? _key;

    public IEnumerator<string> GetEnumerator() => (maximum is { } count ? All().Take(count) : All()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Throws unless every file opens and there is at least one document.</summary>
    public void Check()
    {
        TextLines.CheckReadable(paths);
        if (!this.Any())
            throw new InvalidDataException($"{string.Join(", ", paths.Select(TextLines.NameOf))}: no text");
    }

    /// <summary>The key of the documents: of the files' content, and of all that decides what is read of it.</summary>
    private ContentKey Key() => _key ??= ContentKey.OfFiles(
        paths.Select(path => path == TextLines.StandardInput ? InputCopy() : path),
        textColumn,
        $"{maximum}",
        _boundary.Name,
        _boundary.Line ?? "",
        string.Join(',', _articles.Namespaces),
        $"{_articles.MinimumTokenCount} {_articles.TitleAsHeading} {_articles.SectionHeadings} {_articles.Lists} {_articles.Language}",
        typeof(Corpus).Module.ModuleVersionId.ToString());

    /// <summary>The language of the first dump among the files, or English.</summary>
    public string Language() =>
        paths.FirstOrDefault(path => path != TextLines.StandardInput && WikiDump.IsDump(path)) is { } dump ? WikiDump.LanguageOf(dump) : new TextRules().Language;

    /// <summary>The documents as a model reads them: from the cache, or cut now and kept there.</summary>
    public TokenCorpus Pieces(
        TokenCache cache, LanguageModel model, int? threadCount, IProgress<TrainingProgress> progress, CancellationToken cancellationToken) =>
        cache.Open(model, Key(), this, threadCount, progress, cancellationToken);

    /// <summary>A vocabulary of the documents: from the cache, or learned now and kept there.</summary>
    public SentencePieceModel Vocabulary(
        TokenCache cache, VocabularyLearner learner, TextRules rules, IProgress<TrainingProgress> progress, CancellationToken cancellationToken) =>
        cache.Vocabulary(ContentKey.OfTexts($"{Key()}", learner.Description, $"{rules}"), () => learner.Learn(this, rules, progress, cancellationToken));

    public void Dispose()
    {
        if (_inputCopy is { } path)
            File.Delete(path);
        _inputCopy = null;
    }

    private IEnumerable<string> All() => paths.SelectMany(DocumentsOf);

    private IEnumerable<string> DocumentsOf(string path)
    {
        if (path == TextLines.StandardInput)
            return PlainText(InputCopy());
        if (WikiDump.IsDump(path))
            return WikiDump.Read(path, _articles, counts, threads).Select(article => article.Text);
        return LabeledFile.TryReadTexts(path, textColumn, terminal)?.Where(text => !string.IsNullOrWhiteSpace(text)) ?? PlainText(path);
    }

    private IEnumerable<string> PlainText(string path) => TextCorpus.Read(path, _boundary);

    private string InputCopy()
    {
        if (_inputCopy is null)
        {
            _inputCopy = Path.GetTempFileName();
            using var copy = new StreamWriter(_inputCopy);
            foreach (var (_, line) in TextLines.Read(TextLines.StandardInput, terminal))
                copy.WriteLine(line);
        }

        return _inputCopy;
    }
}
