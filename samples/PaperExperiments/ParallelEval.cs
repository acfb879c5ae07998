using Microsoft.ML.MultiFit;

namespace PaperExperiments;

/// <summary>
/// How often a sentence finds its translation by the vectors that parallel text alone gives: NTREX, and Tatoeba as LASER is measured on it.
/// </summary>
internal sealed record ParallelEval : IExperiment
{
    private static readonly string[] s_origins = ["ntrex", "tatoeba-laser"];
    private static readonly string[] s_shares = ["cosine, from English", "cosine, back", "CSLS, from English", "CSLS, back"];

    /// <summary>The languages beside English. Default all there are.</summary>
    public IReadOnlyList<string> Languages { get; init; } = ["de", "es", "fr", "ha", "ig", "it", "ja", "ru", "sw", "yo", "zh"];

    /// <summary>How the vectors are learned.</summary>
    public CrossLingualEmbeddingOptions Embedding { get; init; } = new();

    /// <inheritdoc/>
    public void Run(ExperimentContext context)
    {
        context.Folder.Report(() => Report(context));
        foreach (var language in Languages)
        {
            context.Folder.Figures(PairsName(language), () => [context.Data.Translations(language).Count()]);
            var embedding = new Lazy<CrossLingualEmbedding>(() => context.Teachers.Embedding(language, Embedding).Model);
            foreach (var origin in s_origins)
            {
                var pairs = context.Data.EvaluationTranslations(language, origin).ToList();
                if (pairs.Count > 0)
                    context.Folder.Figures(Name(language, origin), () => [pairs.Count, .. Shares(embedding.Value, pairs)]);
            }
        }
    }

    private static double[] Shares(CrossLingualEmbedding embedding, List<TranslationRow> pairs)
    {
        return SentenceRetrieval.Accuracy(Vectors(pair => pair.Source), Vectors(pair => pair.Target));

        float[][] Vectors(Func<TranslationRow, string> side) => [.. pairs.AsParallel().AsOrdered().Select(pair => embedding.Embed(side(pair)))];
    }

    private static string PairsName(string language) => $"{language} sentence pairs to learn from";

    private static string Name(string language, string origin) => $"{language} {origin} sentences and shares found";

    private ReportPage Report(ExperimentContext context)
    {
        return new ReportPage
        {
            Title = "Sentences and their translations",
            Command = context.Command,
            Method =
                """
                For each language an embedding that it shares with English, learned from sentence pairs alone. Share of sentences whose nearest neighbour among all
                sentences of the other language is their translation, by cosine and by cross-domain similarity local scaling (Conneau et al. 2018). NTREX is
                news, Tatoeba the sentences that LASER is measured on, which not every language has. Nothing is drawn at random.
                """,
            Table = new(
                ["language", "pairs learned from", .. s_origins.SelectMany(origin => s_shares.Prepend("sentences").Select(column => $"{origin}, {column}"))],
                [
                    .. Languages.Select(language => (object?[])
                    [
                        language, context.Folder.Known(PairsName(language))?[0],
                        .. s_origins.SelectMany(origin => Enumerable.Range(0, 1 + s_shares.Length).Select(place => (object?)context.Folder.Known(Name(language, origin))?[place])),
                    ]),
                ]),
            Charts =
            [
                new LineChart
                {
                    Title = "found by CSLS from English, a point for each language",
                    XLabel = "sentence pairs learned from",
                    YLabel = "share of the translations",
                    IsXLogarithmic = true,
                    Lines = [.. s_origins.Select(origin => new ChartLine(origin, Points(origin)) { HasMarkers = true })],
                },
            ],
        };

        (double X, double Y)[] Points(string origin) =>
        [
            .. from language in Languages
               let pairs = context.Folder.Known(PairsName(language))
               let shares = context.Folder.Known(Name(language, origin))
               where pairs is not null && shares is not null
               orderby pairs[0]
               select (pairs[0], shares[3]),
        ];
    }
}
