using System.IO.Compression;
using Microsoft.ML.MultiFit;

namespace PaperExperiments;

/// <summary>The labelled reviews of one product group (CLS, Prettenhofer and Stein 2010).</summary>
internal sealed record Reviews(IReadOnlyList<Review> Train, IReadOnlyList<Review> Validation, IReadOnlyList<Review> Test)
{
    private static readonly string[] s_labels = ["negative", "positive"];

    /// <summary>Reads <c>train.tsv.gz</c>, <c>dev.tsv.gz</c> and <c>test.tsv.gz</c>.</summary>
    public static Reviews Read(string folder) =>
        new(Read(folder, "train.tsv.gz"), Read(folder, "dev.tsv.gz"), Read(folder, "test.tsv.gz"));

    /// <summary>As many reviews of each class, drawn by a seed.</summary>
    public IReadOnlyList<Review> Draw(int count, int seed)
    {
        var shuffled = Train.ToArray();
        new Random(seed).Shuffle(shuffled);
        return [.. shuffled.GroupBy(review => review.Label).SelectMany(label => label.Take(count / s_labels.Length))];
    }

    /// <summary>Reviews as documents to train on.</summary>
    public static IReadOnlyList<LabeledDocument> Labeled(IEnumerable<Review> reviews) => [.. reviews.Select(review => new LabeledDocument(review.Text, review.Label))];

    private static List<Review> Read(string folder, string name)
    {
        using var packed = File.OpenRead(Path.Combine(folder, name));
        using var lines = new StreamReader(new GZipStream(packed, CompressionMode.Decompress));
        var reviews = new List<Review>();
        lines.ReadLine();
        while (lines.ReadLine() is { } line)
        {
            var fields = line.Split('\t', 2);
            reviews.Add(new Review(Array.IndexOf(s_labels, fields[0]), fields[1]));
        }

        return reviews;
    }
}
