using System.CommandLine;
using System.Globalization;

namespace Microsoft.ML.MultiFit.Benchmarks;

/// <summary>
/// A vocabulary of ours and one of Google's <c>spm_train</c>, learned from the same text with the method's settings: how many pieces they share, how probable
/// each makes the text, and what learning them takes. Each is learned by a process of its own.
/// </summary>
internal static class VocabularyComparison
{
    // Google's list of those with few characters, as the authors give it.
    private static readonly string[] s_european =
        ["bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "it", "lt", "lv", "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv"];

    public static System.CommandLine.Command Compare()
    {
        var corpus = new Argument<FileInfo>("CORPUS") { Description = "Text, a paragraph a line" };
        var language = new Argument<string>("LANG") { Description = "Its language, for the text rules and the share of characters covered" };
        var folder = new Argument<DirectoryInfo>("FOLDER") { Description = "Where the prepared text and the models go" };
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => 2, Description = "Threads of both trainers" };
        var command = new System.CommandLine.Command("compare-vocabularies", "Compares our vocabulary of a corpus with Google's") { corpus, language, folder, threads };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(corpus).FullName, parsed.GetRequiredValue(language), parsed.GetRequiredValue(folder).FullName, parsed.GetValue(threads)));
        return command;
    }

    public static System.CommandLine.Command Train()
    {
        var text = new Argument<FileInfo>("TEXT") { Description = "Prepared text, a paragraph a line" };
        var model = new Argument<FileInfo>("MODEL") { Description = "The model to write" };
        var coverage = new Argument<double>("COVERAGE") { Description = "Share of the characters covered" };
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => 2, Description = "Threads" };
        var command = new System.CommandLine.Command("train-vocabulary", "Learns a vocabulary with the method's settings") { text, model, coverage, threads };
        command.SetAction(parsed =>
        {
            var options = new UnigramTrainerOptions { CharacterCoverage = parsed.GetValue(coverage), ThreadCount = parsed.GetValue(threads) };
            new UnigramTrainer(options).Train(File.ReadLines(parsed.GetRequiredValue(text).FullName)).Save(parsed.GetRequiredValue(model).FullName);
        });
        return command;
    }

    private static void Run(string corpus, string language, string folder, int threadCount)
    {
        var figures = new Figures(language, Console.Out);
        string text = Path.Combine(folder, $"{language}.txt");
        Prepare(corpus, text, language);
        figures.Add("text", new FileInfo(text).Length / 1e6, "MB");
        string coverage = s_european.Contains(language) ? "0.99999" : "0.9998";
        string threads = threadCount.ToString(CultureInfo.InvariantCulture);
        var options = new UnigramTrainerOptions();
        string theirPath = Path.Combine(folder, $"{language}.spm_train.model");
        var theirRun = MeasuredProcess.Run(
            "spm_train", $"--input={text}", $"--model_prefix={theirPath[..^".model".Length]}", $"--vocab_size={options.VocabularySize}", $"--character_coverage={coverage}",
            $"--num_threads={threads}", $"--user_defined_symbols={string.Join(',', options.UserDefinedSymbols)}", $"--unk_id={options.UserDefinedSymbols.Count}", "--bos_id=-1",
            "--eos_id=-1", "--pad_id=-1", $"--max_sentence_length={options.MaxSentenceBytes}", "--minloglevel=2");
        string ourPath = Path.Combine(folder, $"{language}.model");
        var ourRun = MeasuredProcess.Run(Environment.ProcessPath!, typeof(VocabularyComparison).Assembly.Location, "train-vocabulary", text, ourPath, coverage, "--threads", threads);
        var (ours, theirs) = (SentencePieceModel.Load(ourPath), SentencePieceModel.Load(theirPath));
        figures.Add("overlap", 100.0 * ours.Pieces.Count(piece => theirs.IdOf(piece.Piece) >= 0) / theirs.Pieces.Count, "%");
        double ourProbability = LogProbability(ours, text), theirProbability = LogProbability(theirs, text);
        figures.Add("log-likelihood", ourProbability, "nats", "F0");
        figures.Add("log-likelihood.spm_train", theirProbability, "nats", "F0");
        figures.Add("log-likelihood.difference", 100 * ((ourProbability / theirProbability) - 1), "%");
        figures.Add("wall", ourRun.Seconds, "s");
        figures.Add("wall.spm_train", theirRun.Seconds, "s");
        figures.Add("wall/wall.spm_train", ourRun.Seconds / theirRun.Seconds, "times");
        figures.Add("peak", ourRun.PeakBytes / 1e6, "MB");
        figures.Add("peak.spm_train", theirRun.PeakBytes / 1e6, "MB");
    }

    private static void Prepare(string corpus, string target, string language)
    {
        var rules = new TextRules { Language = language };
        using var input = new StreamReader(CompressedFile.OpenRead(corpus));
        using var output = new StreamWriter(target);
        while (input.ReadLine() is { } line)
        {
            if (line.Length > 0)
                output.Write(rules.Apply(line) + "\n");
        }
    }

    /// <summary>Of the text's best segmentations.</summary>
    private static double LogProbability(SentencePieceModel model, string text)
    {
        var tokenizer = new UnigramTokenizer(model);
        return File.ReadLines(text).Sum(line => tokenizer.EncodeToIds(line).Sum(id => (double)model.Pieces[id].Score));
    }
}
