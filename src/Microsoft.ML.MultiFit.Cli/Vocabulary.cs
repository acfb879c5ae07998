namespace MultiFit.Cli;

/// <summary>Learning a vocabulary from documents.</summary>
internal static class Vocabulary
{
    /// <summary>Characters to learn from: some eight million words. More would not change a vocabulary of some ten thousand pieces, but take memory.</summary>
    public const long SampleCharacterCount = 50_000_000;

    /// <summary>Learns from a sample of the documents' paragraphs, prepared by the text rules that the tokenizer will see.</summary>
    public static SentencePieceModel Learn(
        Corpus corpus, UnigramTrainerOptions options, TextRules rules, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        var paragraphs = TextSample.Take(Paragraphs(corpus), SampleCharacterCount, options.Seed);
        return new UnigramTrainer(options).Train(TextChunks.Cut(paragraphs.Select(rules.Apply), options.MaxSentenceBytes), progress, cancellationToken);
    }

    /// <summary>Learns a vocabulary of whole words from all of them, one after the other.</summary>
    public static SentencePieceModel Learn(
        Corpus corpus, WordVocabularyOptions options, TextRules rules, IProgress<TrainingProgress> progress, CancellationToken cancellationToken) =>
        new WordVocabularyTrainer(options).Train(Paragraphs(corpus).Select(rules.Apply), progress, cancellationToken);

    private static IEnumerable<string> Paragraphs(Corpus corpus) => corpus.SelectMany(document => document.Split('\n'));
}
