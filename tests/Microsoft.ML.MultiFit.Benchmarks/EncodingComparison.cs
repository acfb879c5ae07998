using System.CommandLine;

namespace Microsoft.ML.MultiFit.Benchmarks;

/// <summary>Whether our tokenizer cuts and puts together every line of some texts as Google's <c>spm_encode</c> and <c>spm_decode</c> do.</summary>
internal static class EncodingComparison
{
    public static System.CommandLine.Command Compare()
    {
        var folder = new Argument<DirectoryInfo>("FOLDER") { Description = "Where the tools' input and output goes" };
        var texts = new Argument<FileInfo[]>("TEXT") { Description = "Text, plain or packed", Arity = ArgumentArity.OneOrMore };
        var models = new Option<FileInfo[]>("--model") { Description = "A vocabulary; may be given several times", Required = true };
        var command = new System.CommandLine.Command("compare-encodings", "Compares our pieces of texts with Google's, line by line") { folder, texts, models };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(folder).FullName,
            [.. parsed.GetRequiredValue(models).Select(file => new Vocabulary(file.FullName))],
            [.. parsed.GetRequiredValue(texts).Select(file => file.FullName)]));
        return command;
    }

    /// <returns>1 if a line differs.</returns>
    private static int Run(string folder, Vocabulary[] vocabularies, string[] texts)
    {
        foreach (string text in texts)
        {
            string[] lines = TextLines.Read(text);
            string input = Path.Combine(folder, "lines.txt");
            TextLines.Write(input, lines);
            foreach (var vocabulary in vocabularies)
                vocabulary.Compare(text, lines, input, folder);
            Console.Error.WriteLine($"{text}: {lines.Length} lines");
        }

        foreach (var vocabulary in vocabularies)
            vocabulary.Report();
        return vocabularies.Any(vocabulary => vocabulary.DifferingCount > 0) ? 1 : 0;
    }

    private sealed class Vocabulary(string path)
    {
        private readonly UnigramTokenizer _tokenizer = new(SentencePieceModel.Load(path));
        private readonly string _name = Path.GetFileNameWithoutExtension(path);
        private long _lineCount;
        private long _pieceCount;

        public long DifferingCount { get; private set; }

        public void Compare(string text, string[] lines, string input, string folder)
        {
            string ids = Path.Combine(folder, "ids.txt"), decoded = Path.Combine(folder, "decoded.txt");
            MeasuredProcess.Run("spm_encode", $"--model={path}", "--output_format=id", $"--output={ids}", input);
            MeasuredProcess.Run("spm_decode", $"--model={path}", "--input_format=id", $"--output={decoded}", ids);
            string[] expectedIds = TextLines.Read(ids), expectedTexts = TextLines.Read(decoded);
            if (expectedIds.Length != lines.Length || expectedTexts.Length != lines.Length)
                throw new InvalidDataException($"Of the {lines.Length} lines of {text} Google's tools make {expectedIds.Length} and {expectedTexts.Length}.");
            for (int i = 0; i < lines.Length; i++)
            {
                var own = _tokenizer.EncodeToIds(lines[i].AsSpan());
                _lineCount++;
                _pieceCount += own.Count;
                string ownIds = string.Join(' ', own), ownText = _tokenizer.Decode(own);
                if (ownIds == expectedIds[i] && ownText == expectedTexts[i])
                    continue;
                DifferingCount++;
                Console.WriteLine($"{_name}: {text}, line {i + 1}: {lines[i]}");
                Console.WriteLine($"  ids {ownIds}\n  spm_encode {expectedIds[i]}\n  text {ownText}\n  spm_decode {expectedTexts[i]}");
            }
        }

        public void Report()
        {
            var figures = new Figures(_name, Console.Out);
            figures.Add("lines", _lineCount, "lines", "F0");
            figures.Add("pieces", _pieceCount, "pieces", "F0");
            figures.Add("differing", DifferingCount, "lines", "F0");
        }
    }
}
