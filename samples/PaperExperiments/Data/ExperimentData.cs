using Microsoft.ML.MultiFit;

namespace PaperExperiments;

/// <summary>A folder of data: <c>corpora</c> of plain text, and tasks in folders of their own.</summary>
internal sealed class ExperimentData(string folder)
{
    // Of a corpus every fiftieth document, the first ones, measures the language model.
    private const int HeldShare = 50;

    /// <summary>The documents of a language's corpus.</summary>
    public IEnumerable<string> Corpus(string language) => TextCorpus.Read(Path.Combine(folder, "corpora", $"{language}.txt.xz"));

    /// <summary>The same, some of them held out.</summary>
    public HeldOutText Text(string language)
    {
        var documents = Corpus(language).ToList();
        int held = documents.Count / HeldShare;
        return new HeldOutText(documents[held..], documents[..held]);
    }

    /// <summary>A task by its folder's name, <c>cls/de/music</c>.</summary>
    public LabeledTexts Task(string name) => LabeledTexts.Read(Path.Combine(folder, name));

    /// <summary>Several tasks.</summary>
    public IReadOnlyList<LabeledTexts> Tasks(IEnumerable<string> names) => [.. names.Select(Task)];
}
