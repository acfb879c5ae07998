using Microsoft.ML.MultiFit;

namespace PaperExperiments;

/// <summary>The labelled documents of one task; a label is the place of its class.</summary>
internal sealed record LabeledTexts(
    IReadOnlyList<string> Classes, IReadOnlyList<LabeledDocument> Train, IReadOnlyList<LabeledDocument> Validation, IReadOnlyList<LabeledDocument> Test)
{
    /// <summary>Reads <c>train.tsv.gz</c>, <c>dev.tsv.gz</c> and <c>test.tsv.gz</c>: a header, then label and text. The classes are sorted.</summary>
    public static LabeledTexts Read(string folder)
    {
        var parts = new[] { "train", "dev", "test" }.Select(part => ReadRows(Path.Combine(folder, $"{part}.tsv.gz"))).ToList();
        List<string> classes = [.. parts.SelectMany(rows => rows).Select(row => row.Class).Distinct().Order(StringComparer.Ordinal)];
        var labeled = parts.ConvertAll(rows => rows.ConvertAll(row => new LabeledDocument(row.Text, classes.IndexOf(row.Class))));
        return new LabeledTexts(classes, labeled[0], labeled[1], labeled[2]);
    }

    /// <summary>The documents of some classes alone.</summary>
    /// <param name="classes">The classes, in their new order.</param>
    public LabeledTexts Only(string[] classes)
    {
        var places = Classes.Select(name => Array.IndexOf(classes, name)).ToList();
        return new LabeledTexts(classes, Some(Train), Some(Validation), Some(Test));

        IReadOnlyList<LabeledDocument> Some(IEnumerable<LabeledDocument> documents) =>
            [.. documents.Select(document => document with { Label = places[document.Label] }).Where(document => document.Label >= 0)];
    }

    /// <summary>As many training documents of each class, drawn by a seed.</summary>
    public IReadOnlyList<LabeledDocument> Draw(int count, int seed)
    {
        var shuffled = Train.ToArray();
        new Random(seed).Shuffle(shuffled);
        return [.. shuffled.GroupBy(document => document.Label).SelectMany(label => label.Take(count / Classes.Count))];
    }

    private static List<(string Class, string Text)> ReadRows(string path) =>
        [.. TextCorpus.ReadLines(path).Skip(1).Select(line => line.Split('\t', 2)).Select(fields => (fields[0], fields[1]))];
}
