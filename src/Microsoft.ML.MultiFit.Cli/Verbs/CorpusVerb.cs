using System.CommandLine;
using System.Globalization;

namespace MultiFit.Cli.Verbs;

/// <summary><c>multifit corpus</c>: dumps or plain text → clean text files, one for each part of the corpus.</summary>
internal static class CorpusVerb
{
    private const long SmallTokenCount = 2_000_000;

    public static Command Create(Terminal terminal)
    {
        var input = CommonOptions.Texts("--input", "MediaWiki dumps or plain text.");
        var output = CommonOptions.Output("FILE", "The text to write, packed if its name ends with .gz; '-' is standard output.");
        var split = new Option<bool>("--split")
        {
            Description = "Three files instead of one, in the published order: 2,000,000 tokens to train on, 200,000 for validation, 200,000 for the test, the rest "
                + "to train on. Of de.txt: de.train.txt, de.validation.txt, de.test.txt.",
        };
        var maximum = CommonOptions.AtLeast(
            new Option<int?>("--max-tokens") { Description = "With --split, no more training tokens than this; published are 2000000 and 100000000.", HelpName = "N" }, 0);
        var language = new Option<string?>("--language") { Description = "For counting tokens, an ISO 639 code. [default: the dump's, or en]", HelpName = "CODE" };
        var minimum = CommonOptions.AtLeast(
            new Option<int?>("--min-tokens") { Description = "Leave out articles of a dump that are shorter. [default: 100]", HelpName = "N" }, 0);
        var namespaces = new Option<int[]>("--namespace")
        {
            Description = "Numbers of the namespaces of a dump to read. [default: 0, the articles]",
            HelpName = "N",
            AllowMultipleArgumentsPerToken = true,
        };
        var noTitles = new Option<bool>("--no-titles") { Description = "Leave out the first line '= Title =' of a dump's articles." };
        var noHeadings = new Option<bool>("--no-headings") { Description = "Leave out the headings of sections." };
        var noLists = new Option<bool>("--no-lists") { Description = "Leave out the items of lists." };
        var boundary = CommonOptions.Boundary();
        var textColumn = CommonOptions.TextColumn();
        var documents = CommonOptions.MaximumDocuments();
        var threads = CommonOptions.Threads();
        var quiet = CommonOptions.Quiet();
        var verb = new Verb(
            "corpus",
            "Makes clean text of MediaWiki dumps or other text: a paragraph a line, a blank line between documents. Of a dump, articles without templates, tables, "
                + "references, images and markup. Ends with a line of counts on standard error.",
            CommonOptions.TextNotes,
            "multifit corpus --input dewiki-latest-pages-articles.xml.bz2 --output de.txt.gz",
            "multifit corpus --input hawiki.xml.bz2 --split --max-tokens 100000000 --output ha.txt")
        {
            input, output, split, maximum, language, minimum, namespaces, noTitles, noHeadings, noLists, boundary, textColumn, documents, threads, quiet,
        };
        verb.Runs((parsed, cancellationToken) =>
        {
            var path = parsed.GetRequiredValue(output);
            bool isSplit = parsed.GetValue(split);
            int? trainTokens = parsed.GetValue(maximum);
            if (trainTokens is not null && !isSplit)
                throw new ArgumentException("--max-tokens goes with --split.");
            if (isSplit && path == TextLines.StandardInput)
                throw new ArgumentException("--split writes three files; give --output the name of a file.");
            var files = new CorpusFiles(path, isSplit, terminal);
            files.CheckWritable();
            var options = new WikiDumpOptions
            {
                Namespaces = parsed.GetValue(namespaces) is { Length: > 0 } given ? given : new WikiDumpOptions().Namespaces,
                MinimumTokenCount = parsed.GetValue(minimum) ?? new WikiDumpOptions().MinimumTokenCount,
                TitleAsHeading = !parsed.GetValue(noTitles),
                SectionHeadings = !parsed.GetValue(noHeadings),
                Lists = !parsed.GetValue(noLists),
                Language = parsed.GetValue(language),
            };
            var parts = new CorpusSplit
            {
                TrainTokenCount = Math.Min(SmallTokenCount, trainTokens ?? SmallTokenCount),
                FurtherTrainTokenCount = trainTokens is { } tokens ? Math.Max(0, tokens - SmallTokenCount) : null,
            };
            var counts = new WikiDumpCounts();
            using var corpus = new Corpus(
                parsed.GetRequiredValue(input), parsed.GetRequiredValue(textColumn), parsed.GetValue(documents), terminal,
                CommonOptions.BoundaryOf(parsed.GetRequiredValue(boundary)), options, counts, parsed.GetValue(threads));
            corpus.Check();
            counts.Clear();
            string countLanguage = options.Language ?? corpus.Language();
            var divided = isSplit
                ? parts.Apply(corpus, document => CorpusSplit.CountTokens(document, countLanguage))
                : corpus.Select(document => (CorpusPart.Train, document));
            long written = ProgressDisplay.Show(terminal, parsed.GetValue(quiet), progress => files.Write(divided, progress, cancellationToken));
            if (!parsed.GetValue(quiet))
                terminal.Error.WriteLine(Summary(written, counts));
        });
        return verb;
    }

    private static string Summary(long written, WikiDumpCounts counts)
    {
        var summary = string.Create(CultureInfo.InvariantCulture, $"{written} documents");
        return counts.Pages == 0 ? summary : summary + string.Create(
            CultureInfo.InvariantCulture,
            $" of {counts.Pages} pages: {counts.PagesOfNamespace} in the namespace; {counts.Redirects} redirects, {counts.EmptyPages} empty, {counts.ShortPages} too short");
    }
}
