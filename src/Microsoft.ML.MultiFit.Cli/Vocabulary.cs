namespace MultiFit.Cli;

/// <summary>Learning a vocabulary from documents.</summary>
internal static class Vocabulary
{
    /// <summary>Learns from the documents' paragraphs, prepared by the text rules that the tokenizer will see.</summary>
    public static SentencePieceModel Learn(
        Corpus corpus, UnigramTrainerOptions options, TextRules rules, IProgress<TrainingProgress> progress, CancellationToken cancellationToken) =>
        new UnigramTrainer(options).Train(Sentences(corpus, rules), progress, cancellationToken);

    /// <summary>Learns a vocabulary of whole words in the same way.</summary>
    public static SentencePieceModel Learn(
        Corpus corpus, WordVocabularyOptions options, TextRules rules, IProgress<TrainingProgress> progress, CancellationToken cancellationToken) =>
        new WordVocabularyTrainer(options).Train(Sentences(corpus, rules), progress, cancellationToken);

    private static IEnumerable<string> Sentences(Corpus corpus, TextRules rules) => corpus.SelectMany(document => document.Split('\n')).Select(rules.Apply);
}
