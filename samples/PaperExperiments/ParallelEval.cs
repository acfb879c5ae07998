using Microsoft.ML.MultiFit;

namespace PaperExperiments;

/// <summary>
/// How often a sentence finds its translation by the vectors that parallel text alone gives: NTREX, and Tatoeba as LASER is measured on it.
/// </summary>
internal sealed record ParallelEval : IExperiment
{
    private static readonly string[] s_origins = ["ntrex", "tatoeba-laser"];

    /// <summary>The languages beside English. Default all there are.</summary>
    public IReadOnlyList<string> Languages { get; init; } = ["de", "es", "fr", "ha", "ig", "it", "ja", "ru", "sw", "yo", "zh"];

    /// <summary>How the vectors are learned.</summary>
    public CrossLingualEmbeddingOptions Embedding { get; init; } = new();

    /// <inheritdoc/>
    public void Run(ExperimentContext context)
    {
        foreach (var language in Languages)
        {
            var embedding = new Lazy<CrossLingualEmbedding>(() => context.Teachers.Embedding(language, Embedding).Model);
            foreach (var origin in s_origins)
            {
                var pairs = context.Data.EvaluationTranslations(language, origin).ToList();
                if (pairs.Count > 0)
                    context.Folder.Figures($"{language} {origin} sentences and shares found", () => [pairs.Count, .. Shares(embedding.Value, pairs)]);
            }
        }
    }

    private static double[] Shares(CrossLingualEmbedding embedding, List<TranslationRow> pairs)
    {
        return SentenceRetrieval.Accuracy(Vectors(pair => pair.Source), Vectors(pair => pair.Target));

        float[][] Vectors(Func<TranslationRow, string> side) => [.. pairs.AsParallel().AsOrdered().Select(pair => embedding.Embed(side(pair)))];
    }
}
