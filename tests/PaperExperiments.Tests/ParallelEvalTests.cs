namespace PaperExperiments.Tests;

public sealed class ParallelEvalTests : IDisposable
{
    private const string Name = "parallel-eval";

    private readonly SmallData _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Sentences_find_their_translations_in_every_language_and_text()
    {
        var experiment = new ParallelEval { Languages = ["de", "ha"], Embedding = SmallData.Embedding };
        experiment.Run(_data.Context(Name));
        var figures = ReportFiles.Figures(_data, Name);
        Assert.Equal(
            ["de ntrex sentences and shares found", "de sentence pairs to learn from", "de tatoeba-laser sentences and shares found",
                "ha ntrex sentences and shares found", "ha sentence pairs to learn from"],
            figures.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([90], figures["de sentence pairs to learn from"]);
        foreach (var (name, sentences) in new[] { ("de ntrex", 12), ("de tatoeba-laser", 5), ("ha ntrex", 12) })
        {
            var shares = figures[$"{name} sentences and shares found"];
            Assert.Equal(sentences, shares[0]);
            Assert.Equal(5, shares.Length);

            // By chance it would be one sentence.
            Assert.All(shares[1..], share => Assert.InRange(share, 0.5, 1));
        }

        var results = ReportFiles.Read(_data, Name);
        Assert.StartsWith("language,pairs learned from,", results[0]);
        Assert.StartsWith("de,90,12,", results[1]);
        Assert.EndsWith(",,,,,", results[2]);
    }
}
