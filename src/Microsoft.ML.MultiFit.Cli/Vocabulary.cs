namespace MultiFit.Cli;

/// <summary>Learning a vocabulary from documents.</summary>
internal static class Vocabulary
{
    /// <summary>Learns from the documents' paragraphs, prepared by the text rules that the tokenizer will see.</summary>
    public static SentencePieceModel Learn(
        Corpus corpus, UnigramTrainerOptions options, TextRules rules, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        var sentences = corpus.SelectMany(document => document.Split('\n')).Select(rules.Apply);
        return new UnigramTrainer(options).Train(sentences, progress, cancellationToken);
    }
}
