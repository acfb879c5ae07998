using System.CommandLine;
using System.Globalization;

namespace MultiFit.Cli.Verbs;

/// <summary><c>multifit tokenizer encode</c>: lines of text → lines of pieces.</summary>
internal static class TokenizerEncodeVerb
{
    public static Command Create(Terminal terminal)
    {
        var model = CommonOptions.Model("M.model", "The vocabulary, a SentencePiece model.");
        var format = new Option<string>("--output-format") { Description = "Numbers of the pieces, or the pieces themselves.", HelpName = "id|piece", DefaultValueFactory = _ => "piece" };
        var threads = CommonOptions.Threads();
        format.AcceptOnlyFromAmong("id", "piece");
        var verb = new Verb(
            "encode",
            "Cuts each line of standard input into pieces, written as a line each. The text is taken as it is: no text rules are applied.",
            null,
            "echo 'Ein kurzer Satz.' | multifit tokenizer encode --model de.model --output-format piece")
        {
            model, format, threads,
        };
        verb.Runs((parsed, cancellationToken) =>
        {
            var tokenizer = new UnigramTokenizer(SentencePieceModel.Load(parsed.GetRequiredValue(model)));
            bool asPieces = parsed.GetValue(format) == "piece";
            int threadCount = parsed.GetValue(threads) ?? Environment.ProcessorCount;
            foreach (var block in LineBlocks.Of(TextLines.Read(TextLines.StandardInput, terminal).Select(line => line.Text), cancellationToken))
            {
                foreach (var line in block.AsParallel().AsOrdered().WithDegreeOfParallelism(threadCount).Select(Encode))
                    terminal.Output.WriteLine(line);
                terminal.Output.Flush();
            }

            string Encode(string line) => asPieces
                ? string.Join(' ', tokenizer.EncodeToTokens(line, out _).Select(token => token.Value))
                : string.Join(' ', tokenizer.EncodeToIds(line).Select(id => id.ToString(CultureInfo.InvariantCulture)));
        });
        return verb;
    }
}
