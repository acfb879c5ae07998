using System.CommandLine;

namespace MultiFit.Cli;

/// <summary>What Google's tools call extra options: steps between a text and its pieces, one after the other, as in <c>bos:eos:reverse</c>.</summary>
internal static class SequenceSteps
{
    private const string Separator = ":";

    public static Option<string> Option(string description) => new("--extra-options")
    {
        Description = description,
        HelpName = "STEP:STEP",
        DefaultValueFactory = _ => "",
    };

    /// <summary>The steps of that list, which act on pieces and their ids.</summary>
    /// <exception cref="ArgumentException">A step is unknown, or the vocabulary lacks the piece it adds.</exception>
    public static Action<List<(string Piece, int Id)>> Of(string list, SentencePieceModel model)
    {
        var steps = list.Split(Separator, StringSplitOptions.RemoveEmptyEntries).Select(StepOf).ToArray();
        return pieces =>
        {
            foreach (var step in steps)
                step(pieces);
        };

        Action<List<(string Piece, int Id)>> StepOf(string name)
        {
            switch (name)
            {
                case "bos":
                    var begin = PieceOf(model.BeginOfSentenceId, "begins");
                    return pieces => pieces.Insert(0, begin);
                case "eos":
                    var end = PieceOf(model.EndOfSentenceId, "ends");
                    return pieces => pieces.Add(end);
                case "reverse":
                    return pieces => pieces.Reverse();
                case "unk":
                    string unknown = model.Pieces[model.UnknownId].Piece;
                    return pieces =>
                    {
                        for (int i = 0; i < pieces.Count; i++)
                        {
                            if (pieces[i].Id == model.UnknownTextId)
                                pieces[i] = pieces[i] with { Piece = unknown };
                        }
                    };
                default:
                    throw new ArgumentException($"--extra-options must be bos, eos, reverse or unk, or several of them with ':' between, but has '{name}'.");
            }
        }

        (string, int) PieceOf(int id, string does) => id >= 0
            ? (model.Pieces[id].Piece, id)
            : throw new ArgumentException($"--extra-options: the vocabulary has no piece that {does} a sentence.");
    }
}
