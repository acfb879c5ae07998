using Microsoft.ML.MultiFit;

namespace PaperExperiments;

/// <summary>A folder of data: <c>corpora</c> of plain text, <c>parallel</c> text, and tasks in folders of their own.</summary>
internal sealed class ExperimentData(string folder)
{
    // Of a corpus every fiftieth document, the first ones, measures the language model.
    private const int HeldShare = 50;

    // Some corpora have most of their text in one document. What is longer than a hundredth of the text is there to learn from.
    private const int LongestHeldShare = 100;

    /// <summary>The groups of products that there are reviews of.</summary>
    public static IReadOnlyList<string> Products { get; } = ["books", "dvd", "music"];

    /// <summary>The documents of a language's corpus. A blank line stands between any two, but the first may be so long that none is found by probing.</summary>
    public IEnumerable<string> Corpus(string language) => TextCorpus.Read(Path.Combine(folder, "corpora", $"{language}.txt.xz"), DocumentBoundary.BlankLine);

    /// <summary>The same, some of them held out.</summary>
    public HeldOutText Text(string language)
    {
        var documents = Corpus(language).ToList();
        long longest = documents.Sum(document => (long)document.Length) / LongestHeldShare;
        var held = documents.Index().Where(document => document.Item.Length <= longest).Take(documents.Count / HeldShare).Select(document => document.Index).ToHashSet();
        var parts = documents.Index().ToLookup(document => held.Contains(document.Index), document => document.Item);
        return new HeldOutText([.. parts[false]], [.. parts[true]]);
    }

    /// <summary>The documents of a language's corpus in portions of about a document's length. What stands in a portion together may be of different articles.</summary>
    /// <param name="language">The language.</param>
    /// <param name="lines">Lines of a portion; those of a document that are left over are left out.</param>
    public IEnumerable<string> Portions(string language, int lines) =>
        Corpus(language).SelectMany(document => document.Split('\n').Chunk(lines)).Where(portion => portion.Length == lines).Select(portion => string.Join(' ', portion));

    /// <summary>A task by its folder's name, <c>cls/de/music</c>.</summary>
    public LabeledTexts Task(string name) => LabeledTexts.Read(Path.Combine(folder, name));

    /// <summary>The tasks of a language's product reviews, by the group of products.</summary>
    public IReadOnlyDictionary<string, LabeledTexts> Reviews(string language) => Products
        .Where(product => Directory.Exists(Path.Combine(folder, "cls", language, product)))
        .ToDictionary(product => product, product => Task($"cls/{language}/{product}"));

    /// <summary>The same reviews as one task: what kind of product each is about.</summary>
    public LabeledTexts ProductGroups(string language)
    {
        var reviews = Reviews(language);
        return new LabeledTexts([.. reviews.Keys], Part(task => task.Train), Part(task => task.Validation), Part(task => task.Test));

        IReadOnlyList<LabeledDocument> Part(Func<LabeledTexts, IEnumerable<LabeledDocument>> part) =>
            [.. reviews.Values.SelectMany((task, group) => part(task).Select(document => document with { Label = group }))];
    }

    /// <summary>English sentences and their translations.</summary>
    public IEnumerable<TranslationRow> Translations(string language) => Translations("parallel", language, _ => true);

    /// <summary>The same, of one origin, for measuring alone.</summary>
    public IEnumerable<TranslationRow> EvaluationTranslations(string language, string origin) => Translations("parallel-eval", language, each => each == origin);

    private IEnumerable<TranslationRow> Translations(string kind, string language, Func<string, bool> isOrigin)
    {
        var lines = TextCorpus.ReadLines(Path.Combine(folder, kind, $"en-{language}.tsv.gz")).Select(line => line.Split('\t'));
        return lines.Skip(1).Where(fields => isOrigin(fields[0])).Select(fields => new TranslationRow { Source = fields[1], Target = fields[2] });
    }
}
