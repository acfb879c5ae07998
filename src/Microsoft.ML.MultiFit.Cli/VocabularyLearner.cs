using System.Text.Json;

namespace MultiFit.Cli;

/// <summary>Learns a vocabulary from documents. Wrong options are refused when it is made.</summary>
internal sealed class VocabularyLearner
{
    // Some eight million words. More would not change a vocabulary of some ten thousand pieces, but take memory.
    private const long SampleCharacterCount = 50_000_000;

    // A text without line ends is sampled in such parts, or it would be taken whole or not at all.
    private const int LongestParagraphBytes = 1 << 20;

    private const string ReadingStage = "reading";
    private const int ParagraphsPerReport = 10_000;

    private readonly Func<IEnumerable<string>, IEnumerable<string>> _sample;
    private readonly Func<IEnumerable<string>, IEnumerable<string>> _cut;
    private readonly Func<IEnumerable<string>, IProgress<TrainingProgress>?, CancellationToken, SentencePieceModel> _train;

    /// <summary>Of pieces, from a sample of the documents' paragraphs.</summary>
    /// <param name="options">How it is learned.</param>
    /// <param name="sampleCharacterCount">Characters of the sample, at most.</param>
    public VocabularyLearner(UnigramTrainerOptions options, long sampleCharacterCount = SampleCharacterCount)
    {
        _train = new UnigramTrainer(options).Train;
        // A trainer that draws its sentences itself is given all of them.
        _sample = options.InputSentenceCount > 0
            ? paragraphs => paragraphs
            : paragraphs => TextSample.Take(TextChunks.Cut(paragraphs, LongestParagraphBytes), sampleCharacterCount, options.Seed);
        _cut = paragraphs => TextChunks.Cut(paragraphs, options.MaxSentenceBytes);
        Description = JsonSerializer.Serialize(options with { ThreadCount = null });
    }

    /// <summary>Of whole words, from all paragraphs.</summary>
    public VocabularyLearner(WordVocabularyOptions options)
    {
        _train = new WordVocabularyTrainer(options).Train;
        _sample = _cut = paragraphs => paragraphs;
        Description = JsonSerializer.Serialize(options);
    }

    /// <summary>All that decides what is learned from a text, but own rules of normalisation, of which it has the name.</summary>
    public string Description { get; }

    /// <summary>Learns from the documents.</summary>
    /// <param name="corpus">The documents.</param>
    /// <param name="rules">Prepare the text as the tokenizer will see it; null for text as it is.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public SentencePieceModel Learn(Corpus corpus, TextRules? rules, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        var sample = _sample(Paragraphs(corpus, progress, cancellationToken));
        return _train(_cut(rules is null ? sample : sample.Select(rules.Apply)), progress, cancellationToken);
    }

    private static IEnumerable<string> Paragraphs(Corpus corpus, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        int count = 0;
        foreach (string paragraph in corpus.SelectMany(document => document.Split('\n')))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (++count % ParagraphsPerReport == 0)
                progress.Report(new TrainingProgress(ReadingStage, 0, 0, count, 0, double.NaN));
            yield return paragraph;
        }
    }
}
