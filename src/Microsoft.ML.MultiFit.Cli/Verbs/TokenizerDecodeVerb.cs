using System.CommandLine;
using System.Globalization;

namespace MultiFit.Cli.Verbs;

/// <summary><c>multifit tokenizer decode</c>: lines of pieces → lines of text.</summary>
internal static class TokenizerDecodeVerb
{
    public static Command Create(Terminal terminal)
    {
        var model = CommonOptions.Model("M.model", "The vocabulary, a SentencePiece model.");
        var format = new Option<string>("--input-format")
        {
            Description = "Numbers of the pieces, or the pieces themselves; what is no piece of the vocabulary stays as it is.",
            HelpName = "id|piece",
            DefaultValueFactory = _ => "piece",
        };
        format.AcceptOnlyFromAmong("id", "piece");
        var steps = SequenceSteps.Option("Steps that come first: reverse turns the pieces round.");
        var threads = CommonOptions.Threads();
        var verb = new Verb(
            "decode",
            "Puts the pieces of each line of standard input together, written as a line of text each.",
            "Text that was cut by 'tokenizer encode' comes back as the vocabulary normalised it.",
            "echo 'Ein kurzer Satz.' | multifit tokenizer encode --model de.model | multifit tokenizer decode --model de.model",
            "multifit tokenizer decode --model de.model --input-format id < de.ids")
        {
            model, format, steps, threads,
        };
        verb.Runs((parsed, cancellationToken) =>
        {
            var vocabulary = SentencePieceModel.Load(parsed.GetRequiredValue(model));
            var first = SequenceSteps.Of(parsed.GetRequiredValue(steps), vocabulary);
            bool ofPieces = parsed.GetValue(format) == "piece";
            LineMapping.Run(terminal, parsed.GetValue(threads), Decode, cancellationToken);

            string Decode(string line)
            {
                var pieces = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Select(text => ofPieces ? (Piece: text, Id: vocabulary.IdOf(text)) : Numbered(text)).ToList();
                first(pieces);
                return vocabulary.Decode(pieces.Select(piece => piece.Piece));
            }

            (string Piece, int Id) Numbered(string text)
            {
                if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int id))
                    throw new FormatException($"'{text}' is not the number of a piece");
                if (id >= vocabulary.Pieces.Count)
                    throw new FormatException($"there is no piece {id}; the vocabulary has {vocabulary.Pieces.Count}");
                return (vocabulary.Pieces[id].Piece, id);
            }
        });
        return verb;
    }
}
