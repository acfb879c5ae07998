using System.CommandLine;

namespace MultiFit.Cli;

/// <summary>The language models that a classifier starts from.</summary>
internal static class StartingModels
{
    /// <summary>Loads the second model, which must read the other way.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="option">Names the second model's file.</param>
    /// <param name="forward">The first model.</param>
    /// <returns>The second model; null if none is asked for.</returns>
    /// <exception cref="InvalidDataException">One of the two reads the wrong way.</exception>
    public static LanguageModel? Backward(ParseResult parsed, Option<string> option, LanguageModel forward)
    {
        if (parsed.GetValue(option) is not { } path)
            return null;
        var backward = LanguageModel.Load(path);
        if (backward.Architecture.Direction != TextDirection.Backward)
            throw new InvalidDataException($"{path}: reads forward; {option.Name} needs a model that reads backward");
        if (forward.Architecture.Direction != TextDirection.Forward)
            throw new InvalidDataException($"--model reads backward; beside {option.Name} it must read forward");
        return backward;
    }
}
