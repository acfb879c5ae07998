using System.CommandLine;
using System.Globalization;

namespace MultiFit.Cli.Verbs;

/// <summary><c>multifit tokenizer encode</c>: lines of text → lines of pieces.</summary>
internal static class TokenizerEncodeVerb
{
    public static Command Create(Terminal terminal)
    {
        var model = CommonOptions.Model("M.model", "The vocabulary, a SentencePiece model.");
        var format = new Option<string>("--output-format")
        {
            Description = "Numbers of the pieces, or the pieces themselves.",
            HelpName = "id|piece",
            DefaultValueFactory = _ => "piece",
        };
        format.AcceptOnlyFromAmong("id", "piece");
        var steps = SequenceSteps.Option(
            "Steps that follow, in the order given: bos and eos add the pieces around a sentence, reverse turns it round, unk writes the unknown piece for "
                + "unknown text.");
        var threads = CommonOptions.Threads();
        var verb = new Verb(
            "encode",
            "Cuts each line of standard input into pieces, written as a line each. The text is taken as it is: no text rules are applied.",
            null,
            "echo 'Ein kurzer Satz.' | multifit tokenizer encode --model de.model --output-format piece",
            "multifit tokenizer encode --model de.model --output-format id --extra-options bos:eos < de.txt > de.ids")
        {
            model, format, steps, threads,
        };
        verb.Runs((parsed, cancellationToken) =>
        {
            var vocabulary = SentencePieceModel.Load(parsed.GetRequiredValue(model));
            var tokenizer = new UnigramTokenizer(vocabulary);
            var follow = SequenceSteps.Of(parsed.GetRequiredValue(steps), vocabulary);
            bool asPieces = parsed.GetValue(format) == "piece";
            LineMapping.Run(terminal, parsed.GetValue(threads), Encode, cancellationToken);

            string Encode(string line)
            {
                var pieces = tokenizer.EncodeToTokens(line, out _).Select(token => (Piece: token.Value, token.Id)).ToList();
                follow(pieces);
                return string.Join(' ', pieces.Select(piece => asPieces ? piece.Piece : piece.Id.ToString(CultureInfo.InvariantCulture)));
            }
        });
        return verb;
    }
}
