using System.CommandLine;

namespace MultiFit.Cli.Verbs;

/// <summary><c>multifit tokenizer info</c>: what a SentencePiece model holds.</summary>
internal static class TokenizerInfoVerb
{
    public static Command Create(Terminal terminal)
    {
        var model = CommonOptions.Model("M.model", "The vocabulary, a SentencePiece model of any kind.");
        var json = new Option<bool>("--json") { Description = "One JSON object, with all symbols and all that the file says of the training." };
        var verb = new Verb(
            "info",
            "Tells what is in a vocabulary: its kind and size, special pieces and their ids, how text is normalised, the range of scores, the longest piece, the "
                + "alphabet by scripts, and how it was trained where that differs from the defaults of Google's spm_train.",
            null,
            "multifit tokenizer info --model de.model",
            "multifit tokenizer info --model de.model --json")
        {
            model, json,
        };
        verb.Runs((parsed, _) =>
        {
            var vocabulary = SentencePieceModel.Load(parsed.GetRequiredValue(model));
            if (parsed.GetValue(json))
                VocabularyDescription.WriteJson(vocabulary, terminal.Output);
            else
                VocabularyDescription.WriteText(vocabulary, terminal.Output);
        });
        return verb;
    }
}
