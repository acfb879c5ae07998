namespace MultiFit.Cli;

/// <summary>The verbs about vocabularies have options of Google's tools, whose names may be written with underscores as there.</summary>
internal static class OptionSpelling
{
    private const string Start = "--";

    /// <summary>The arguments with every option's name in this program's spelling: <c>--vocab_size=400</c> is <c>--vocab-size=400</c>.</summary>
    public static IEnumerable<string> WithDashes(IEnumerable<string> arguments) => arguments.Select(WithDashes);

    private static string WithDashes(string argument)
    {
        if (!argument.StartsWith(Start, StringComparison.Ordinal))
            return argument;
        int end = argument.IndexOf('=', StringComparison.Ordinal) is >= 0 and var equals ? equals : argument.Length;
        return argument[..end].Replace('_', '-') + argument[end..];
    }
}
