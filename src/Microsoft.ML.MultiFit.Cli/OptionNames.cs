using System.CommandLine;
using System.Text.RegularExpressions;

namespace MultiFit.Cli;

/// <summary>What the command line calls the properties that messages of the library name.</summary>
internal sealed partial class OptionNames(IEnumerable<(string Property, Option Option)> names)
{
    private readonly Dictionary<string, string> _names = names.ToDictionary(name => name.Property, name => name.Option.Name, StringComparer.Ordinal);

    /// <summary>Does the work; what it says of wrong arguments names options.</summary>
    public T Check<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException(Word.Replace(ExitCode.FirstLine(exception), word => _names.GetValueOrDefault(word.Value, word.Value)), exception);
        }
    }

    [GeneratedRegex(@"\b[A-Z]\w+\b")]
    private static partial Regex Word { get; }
}
