using Microsoft.ML.MultiFit;

namespace PaperExperiments;

/// <summary>A task in English, which has labels, and the same task in a language that is treated as if it had none.</summary>
/// <param name="Name">What figures and options call it.</param>
/// <param name="Language">The target language, as its corpus and sentence pairs are called.</param>
/// <param name="Source">The English task.</param>
/// <param name="Target">The target task.</param>
internal sealed record TransferPair(string Name, string Language, string Source, string Target)
{
    private static readonly IReadOnlyList<TransferPair> s_reviews =
    [
        Reviews("de/books", 0.8415, 0.8960, 0.9319),
        Reviews("de/dvd", 0.7800, 0.8180, 0.9054),
        Reviews("de/music", 0.7915, 0.8440, 0.9300),
        Reviews("fr/books", 0.8390, 0.8784, 0.9125),
        Reviews("fr/dvd", 0.8340, 0.8350, 0.8955),
    ];

    /// <summary>The pairs there are: product reviews (CLS) and news (MasakhaNEWS).</summary>
    public static IReadOnlyList<TransferPair> All { get; } = [.. s_reviews, News("hau", "ha"), News("yor", "yo"), News("ibo", "ig"), News("swa", "sw")];

    /// <summary>Accuracy of the LASER teacher in the paper (Table 3); null for none.</summary>
    public double? PublishedTeacher { get; private init; }

    /// <summary>Accuracy of the paper's student of that teacher; null for none.</summary>
    public double? PublishedStudent { get; private init; }

    /// <summary>Accuracy of the paper's classifier from true labels; null for none.</summary>
    public double? PublishedSupervised { get; private init; }

    /// <summary>Whether the task is product reviews; otherwise it is news.</summary>
    public bool IsReviews => PublishedTeacher is not null;

    /// <summary>
    /// The English documents that the teacher learns from: of reviews the official training part, of news, whose training part is small, test documents, too.
    /// </summary>
    public IReadOnlyList<LabeledDocument> SourceDocuments(LabeledTexts source) =>
        [.. source.Train, .. source.Validation, .. IsReviews ? [] : source.Test];

    private static TransferPair Reviews(string name, double teacher, double student, double supervised) =>
        new(name, name.Split('/')[0], $"cls/en/{name.Split('/')[1]}", $"cls/{name}")
        {
            PublishedTeacher = teacher,
            PublishedStudent = student,
            PublishedSupervised = supervised,
        };

    private static TransferPair News(string name, string language) => new(name, language, "masakhanews/eng", $"masakhanews/{name}");
}
