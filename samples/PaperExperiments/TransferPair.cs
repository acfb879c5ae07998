using Microsoft.ML.MultiFit;

namespace PaperExperiments;

/// <summary>A task in English, which has labels, and the same task in a language that is treated as if it had none.</summary>
/// <param name="Name">What figures and options call it.</param>
/// <param name="Language">The target language, as its corpus and sentence pairs are called.</param>
/// <param name="Source">The English task.</param>
/// <param name="Target">The target task.</param>
internal sealed record TransferPair(string Name, string Language, string Source, string Target)
{
    /// <summary>The kind of task that reviews of products are.</summary>
    public const string Reviews = "reviews";

    /// <summary>The kind of task that news are.</summary>
    public const string News = "news";

    private static readonly IReadOnlyList<TransferPair> s_reviews =
    [
        ReviewsOf("de/books", 0.8415, 0.8960, 0.9319),
        ReviewsOf("de/dvd", 0.7800, 0.8180, 0.9054),
        ReviewsOf("de/music", 0.7915, 0.8440, 0.9300),
        ReviewsOf("fr/books", 0.8390, 0.8784, 0.9125),
        ReviewsOf("fr/dvd", 0.8340, 0.8350, 0.8955),
    ];

    /// <summary>The pairs there are: product reviews (CLS) and news (MasakhaNEWS).</summary>
    public static IReadOnlyList<TransferPair> All { get; } = [.. s_reviews, NewsIn("hau", "ha"), NewsIn("yor", "yo"), NewsIn("ibo", "ig"), NewsIn("swa", "sw")];

    /// <summary>The target languages there are.</summary>
    public static IReadOnlyList<string> Languages { get; } = [.. All.Select(pair => pair.Language).Distinct()];

    /// <summary>Accuracy of the LASER teacher in the paper (Table 3); null for none.</summary>
    public double? PublishedTeacher { get; private init; }

    /// <summary>Accuracy of the paper's student of that teacher; null for none.</summary>
    public double? PublishedStudent { get; private init; }

    /// <summary>Accuracy of the paper's classifier from true labels; null for none.</summary>
    public double? PublishedSupervised { get; private init; }

    /// <summary><see cref="Reviews"/> or <see cref="News"/>.</summary>
    public string Kind => PublishedTeacher is null ? News : Reviews;

    /// <summary>The pairs of a target language.</summary>
    public static IEnumerable<TransferPair> To(string language) => All.Where(pair => pair.Language == language);

    /// <summary>
    /// The English documents that the teacher learns from: of reviews the official training part, of news, whose training part is small, test documents, too.
    /// </summary>
    public IReadOnlyList<LabeledDocument> SourceDocuments(LabeledTexts source) =>
        [.. source.Train, .. source.Validation, .. Kind == Reviews ? [] : source.Test];

    private static TransferPair ReviewsOf(string name, double teacher, double student, double supervised) =>
        new(name, name.Split('/')[0], $"cls/en/{name.Split('/')[1]}", $"cls/{name}")
        {
            PublishedTeacher = teacher,
            PublishedStudent = student,
            PublishedSupervised = supervised,
        };

    private static TransferPair NewsIn(string name, string language) => new(name, language, "masakhanews/eng", $"masakhanews/{name}");
}
