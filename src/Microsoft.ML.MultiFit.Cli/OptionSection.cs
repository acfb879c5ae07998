using System.CommandLine;

namespace MultiFit.Cli;

/// <summary>Options that few need: the help of their verb shows them under a title of their own, after the others.</summary>
/// <param name="Title">What they are about.</param>
/// <param name="Options">The options, in the order of the help.</param>
internal sealed record OptionSection(string Title, IReadOnlyList<Option> Options);
