using System.CommandLine;

namespace MultiFit.Cli.Verbs;

/// <summary><c>multifit tokenizer train</c>: text → SentencePiece model.</summary>
internal static class TokenizerTrainVerb
{
    public static Command Create(Terminal terminal)
    {
        var input = CommonOptions.Texts("--input", "Text to learn from.");
        var size = CommonOptions.VocabularySize();
        size.Required = true;
        var type = new Option<string>("--type") { Description = "Pieces of words, or the most frequent words as ULMFiT has them.", HelpName = "unigram|word", DefaultValueFactory = _ => "unigram" };
        type.AcceptOnlyFromAmong("unigram", "word");
        var output = CommonOptions.Output("M.model", "The vocabulary to write, a SentencePiece model.");
        var language = CommonOptions.Language();
        var textColumn = CommonOptions.TextColumn();
        var maximum = CommonOptions.MaximumDocuments();
        var threads = CommonOptions.Threads();
        var quiet = CommonOptions.Quiet();
        var verb = new Verb(
            "train",
            "Learns a vocabulary of word pieces (SentencePiece's unigram model), or of whole words, from text.",
            CommonOptions.TextNotes,
            "multifit tokenizer train --input corpus.txt.gz --vocab-size 15000 --language de --output de.model",
            "multifit tokenizer train --input corpus.txt.gz --type word --vocab-size 60000 --language de --output de-words.model")
        {
            input, size, type, output, language, textColumn, maximum, threads, quiet,
        };
        verb.Runs((parsed, cancellationToken) =>
        {
            var path = parsed.GetRequiredValue(output);
            OutputFile.CheckWritable(path);
            using var corpus = new Corpus(parsed.GetRequiredValue(input), parsed.GetRequiredValue(textColumn), parsed.GetValue(maximum), terminal);
            corpus.Check();
            var rules = MultiFitPreset.Paper.TextRules with { Language = parsed.GetRequiredValue(language) };
            var options = MultiFitPreset.Paper.Vocabulary with { VocabularySize = parsed.GetValue(size)!.Value, ThreadCount = parsed.GetValue(threads) };
            var words = new WordVocabularyOptions { VocabularySize = options.VocabularySize };
            var vocabulary = ProgressDisplay.Show(terminal, parsed.GetValue(quiet), progress => parsed.GetValue(type) == "word"
                ? Vocabulary.Learn(corpus, words, rules, progress, cancellationToken)
                : Vocabulary.Learn(corpus, options, rules, progress, cancellationToken));
            vocabulary.Save(path);
        });
        return verb;
    }
}
