using Xunit.Abstractions;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>Learns vocabularies with Google's trainer, where it is installed.</summary>
internal static class GoogleTrainer
{
    /// <summary>Writes the texts and the model to a folder and returns the model's path, or null after saying that the trainer is absent.</summary>
    /// <param name="output">Where to say it.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="texts">One a line.</param>
    /// <param name="options">What the trainer's command line says besides, <c>RULES</c> for a file of rules of normalisation.</param>
    public static string? Train(ITestOutputHelper output, string folder, IEnumerable<string> texts, string options)
    {
        string text = Path.Combine(folder, "text.txt"), rules = Path.Combine(folder, "rules.tsv"), prefix = Path.Combine(folder, "m");
        File.WriteAllLines(text, texts);
        File.WriteAllText(rules, "65\t45\n74 20\t54 54\n20 20\t5F\n61 62\t\n");
        string[] asked = options.Replace("RULES", rules, StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string[] arguments = ["--vocab_size=400", .. asked, $"--input={text}", $"--model_prefix={prefix}", "--hard_vocab_limit=false", "--minloglevel=2"];
        return ExternalTool.Run(output, "spm_train", "", arguments) is null ? null : prefix + ".model";
    }
}
