using System.CommandLine;

namespace MultiFit.Cli;

/// <summary>A command of the command line, with the notes and examples its help ends with.</summary>
internal sealed class Verb(string name, string description, string? notes, params string[] examples) : Command(name, description)
{
    /// <summary>What its files look like; null when there is nothing to say.</summary>
    public string? Notes { get; } = notes;

    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>Options that the help shows after the others.</summary>
    public IReadOnlyList<OptionSection> Sections { get; private set; } = [];

    /// <summary>Adds options under titles of their own.</summary>
    public void Add(IReadOnlyList<OptionSection> sections)
    {
        Sections = sections;
        foreach (var option in sections.SelectMany(section => section.Options))
        {
            // Hidden from the usual list.
            option.Hidden = true;
            Add(option);
        }
    }

    /// <summary>Sets what the verb does. It runs on a thread of its own, so that Ctrl-C is heard while it computes.</summary>
    public void Runs(Action<ParseResult, CancellationToken> work) =>
        SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                work(parsed, cancellationToken);
                return ExitCode.Success;
            },
            CancellationToken.None));
}
