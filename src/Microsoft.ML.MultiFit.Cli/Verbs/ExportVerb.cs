using System.CommandLine;

namespace MultiFit.Cli.Verbs;

/// <summary><c>multifit export</c>: language model → weights and vocabulary for other tools.</summary>
internal static class ExportVerb
{
    public static Command Create()
    {
        var model = CommonOptions.Model("LM.multifit", "The language model.");
        var output = CommonOptions.Output("F.safetensors", "The weights to write.");
        var tokenizer = new Option<string>("--tokenizer-output") { Description = "Where to write the vocabulary, a SentencePiece model; without it the weights alone are written.", HelpName = "M.model" };
        var verb = new Verb(
            "export",
            "Writes a language model's weights as safetensors, for other programs or for 'multifit import'.",
            "The names, shapes and orders of the weights are documented in docs/weights.md.",
            "multifit export --model de.multifit --output de.safetensors --tokenizer-output de.model")
        {
            model, output, tokenizer,
        };
        verb.Runs((parsed, _) =>
        {
            var path = parsed.GetRequiredValue(output);
            AtomicFile.CheckWritable(path);
            if (parsed.GetValue(tokenizer) is { } checkedPath)
                AtomicFile.CheckWritable(checkedPath);
            var exported = LanguageModel.Load(parsed.GetRequiredValue(model));
            exported.SaveWeights(path);
            if (parsed.GetValue(tokenizer) is { } tokenizerPath)
                exported.Vocabulary.Save(tokenizerPath);
        });
        return verb;
    }
}
