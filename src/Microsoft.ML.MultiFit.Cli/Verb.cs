using System.CommandLine;

namespace MultiFit.Cli;

/// <summary>A command of the command line, with the notes and examples its help ends with.</summary>
internal sealed class Verb(string name, string description, string? notes, params string[] examples) : Command(name, description)
{
    /// <summary>What its files look like; null when there is nothing to say.</summary>
    public string? Notes { get; } = notes;

    public IReadOnlyList<string> Examples { get; } = examples;

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
