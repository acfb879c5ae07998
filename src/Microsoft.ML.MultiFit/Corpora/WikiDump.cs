using System.Text;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Reads MediaWiki dumps (<c>pages-articles.xml</c>, plain or packed, <c>.bz2</c> of one or many streams) as readable text, while unpacking them:
/// memory use does not depend on the size of the dump. Any version of the export schema. Source of the choices: the MultiFiT authors' scripts,
/// which use WikiExtractor.
/// </summary>
public static class WikiDump
{
    /// <summary>
    /// The articles of a dump, in its order. Redirects, empty pages, scripts, short articles and those whose text is their title alone are left
    /// out. Templates, tables, references, images, categories, formulas and markup are taken out of the text; the text of links stays.
    /// </summary>
    /// <param name="path">The dump. Read anew by each enumeration.</param>
    /// <param name="options">What to keep; null for the defaults.</param>
    /// <param name="counts">Counts the pages of every enumeration; null for nobody.</param>
    /// <param name="threadCount">Threads that clean pages; null for one per core. The articles do not depend on it.</param>
    /// <param name="cancellationToken">Looked at before every article.</param>
    /// <exception cref="ArgumentException">Options are out of range; the message names them all.</exception>
    /// <exception cref="InvalidDataException">Not a dump, malformed or damaged; the message names file, line and column.</exception>
    public static IEnumerable<WikiArticle> Read(
        string path,
        WikiDumpOptions? options = null,
        WikiDumpCounts? counts = null,
        int? threadCount = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new WikiDumpOptions();
        Options.Check(nameof(options), options.Problems());
        return Articles(path, options, counts ?? new(), threadCount ?? Environment.ProcessorCount, cancellationToken);
    }

    /// <summary>Whether a file looks like a dump: after unpacking, its first element is <c>mediawiki</c>.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static bool IsDump(string path)
    {
        const int Probed = 1024;
        using var stream = CompressedFile.OpenRead(path);
        var start = new byte[Probed];
        int length;
        try
        {
            length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException)
        {
            // Whoever reads the file will say so, with the place.
            return false;
        }

        var text = Encoding.UTF8.GetString(start, 0, length).AsSpan().TrimStart('\uFEFF').TrimStart();
        if (text.StartsWith("<?xml", StringComparison.Ordinal))
            text = text[(text.IndexOf('>') + 1)..].TrimStart();
        return text.StartsWith("<mediawiki", StringComparison.Ordinal);
    }

    /// <summary>The language whose rules count a dump's tokens: the one it names, or English where there are none for that.</summary>
    /// <exception cref="InvalidDataException">Not a dump, or its head is malformed; the message names file, line and column.</exception>
    public static string LanguageOf(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var reader = new WikiPageReader(CompressedFile.OpenRead(path), path);
        return KnownLanguage(reader.Language);
    }

    private static IEnumerable<WikiArticle> Articles(
        string path, WikiDumpOptions options, WikiDumpCounts counts, int threadCount, CancellationToken cancellationToken)
    {
        using var reader = new WikiPageReader(CompressedFile.OpenRead(path), path);
        var language = options.Language ?? KnownLanguage(reader.Language);
        var links = new Lazy<WikiLinks>(() => new WikiLinks(reader.Namespaces));
        foreach (var article in ParallelGroups.Select(Pages(), page => page.Text.Length, Clean, threadCount, cancellationToken))
        {
            if (article is null)
            {
                counts.ShortPages++;
                continue;
            }

            counts.Articles++;
            yield return article;
        }

        IEnumerable<WikiPage> Pages()
        {
            while (reader.Next() is { } page)
            {
                bool isAsked = options.Namespaces.Contains(page.Namespace);
                bool isRedirect = page.IsRedirect || WikiText.IsRedirect(page.Text);
                counts.Pages++;
                counts.PagesOfNamespace += isAsked ? 1 : 0;
                counts.Redirects += isRedirect ? 1 : 0;
                counts.EmptyPages += page.Text.Length == 0 ? 1 : 0;
                if (isAsked && !isRedirect && page.IsWikitext && page.Text.Length > 0)
                    yield return page;
            }
        }

        WikiArticle? Clean(WikiPage page)
        {
            var text = WikiText.ToPlainText(page.Text, links.Value, options);
            if (text.Length == 0 || text == page.Title || IsShort(text))
                return null;
            return new WikiArticle(page.Title, options.TitleAsHeading ? $"= {page.Title} =\n{text}" : text);
        }

        // Moses only ever adds tokens, so most articles need not be given to it.
        bool IsShort(string text) =>
            CorpusSplit.CountWords(text) < options.MinimumTokenCount && CorpusSplit.CountTokens(text, language) < options.MinimumTokenCount;
    }

    /// <summary>A dump may name a language that no rule is about, such as <c>simple</c>.</summary>
    private static string KnownLanguage(string? language) =>
        language is not null && !new TextRules { Language = language }.Problems().Any() ? language : new TextRules().Language;
}
