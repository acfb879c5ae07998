using System.CommandLine;
using System.CommandLine.Invocation;

namespace MultiFit.Cli;

/// <summary>The usual help, then the verb's further options by section, its notes and examples.</summary>
internal sealed class HelpWithExamples(CommandLineAction usual) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int code = ((SynchronousCommandLineAction)usual).Invoke(parseResult);
        if (parseResult.CommandResult.Command is Verb verb)
        {
            var output = parseResult.InvocationConfiguration.Output;
            WriteSections(verb.Sections, output);
            if (verb.Notes is { } notes)
            {
                output.WriteLine("Notes:");
                output.WriteLine($"  {notes.ReplaceLineEndings("\n  ")}");
                output.WriteLine();
            }

            output.WriteLine(verb.Examples.Count == 1 ? "Example:" : "Examples:");
            foreach (var example in verb.Examples)
                output.WriteLine($"  {example}");
            output.WriteLine();
        }

        return code;
    }

    private static void WriteSections(IReadOnlyList<OptionSection> sections, TextWriter output)
    {
        int width = sections.SelectMany(section => section.Options).Select(Usage).Max(usage => (int?)usage.Length) ?? 0;
        foreach (var section in sections)
        {
            output.WriteLine($"{section.Title}:");
            foreach (var option in section.Options)
                output.WriteLine($"  {Usage(option).PadRight(width)}  {option.Description}");
            output.WriteLine();
        }
    }

    private static string Usage(Option option) => $"{string.Join(", ", option.Aliases.Prepend(option.Name))} <{option.HelpName}>";
}
