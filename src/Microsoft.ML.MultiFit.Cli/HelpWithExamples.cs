using System.CommandLine;
using System.CommandLine.Invocation;

namespace MultiFit.Cli;

/// <summary>The usual help, then the verb's notes and examples.</summary>
internal sealed class HelpWithExamples(CommandLineAction usual) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int code = ((SynchronousCommandLineAction)usual).Invoke(parseResult);
        if (parseResult.CommandResult.Command is Verb verb)
        {
            var output = parseResult.InvocationConfiguration.Output;
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
}
