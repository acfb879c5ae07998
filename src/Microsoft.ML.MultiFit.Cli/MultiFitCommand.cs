using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using MultiFit.Cli.Verbs;

namespace MultiFit.Cli;

/// <summary>The command <c>multifit</c>: its verbs, and what becomes of an error.</summary>
internal static class MultiFitCommand
{
    /// <summary>Runs one command line.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Terminal terminal)
    {
        var parsed = Create(terminal).Parse([.. arguments is [TokenizerVerb.Name, ..] ? OptionSpelling.WithDashes(arguments) : arguments]);
        try
        {
            if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithExamples)
                throw new ArgumentException($"{parsed.Errors[0].Message} Try '{NameOf(parsed.CommandResult)} --help'.");

            var configuration = new InvocationConfiguration
            {
                Output = terminal.Output,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TimeSpan.FromSeconds(20),
            };
            int code = await parsed.InvokeAsync(configuration);
            await terminal.Output.FlushAsync();
            return code;
        }
        catch (Exception exception)
        {
            return ExitCode.Of(exception, terminal.Error);
        }
    }

    private static string NameOf(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{NameOf(parent)} {result.Command.Name}" : "multifit";

    private static RootCommand Create(Terminal terminal)
    {
        var root = new RootCommand(
            "Text classifiers for any language: learn a language model from plain text, fine-tune it, train a classifier on a few labels. Results go to "
            + "standard output, progress to standard error. Exit codes: 0 done, 2 bad options or files, 130 cancelled, 1 anything else.")
        {
            CorpusVerb.Create(terminal),
            TokenizerVerb.Create(terminal),
            PretrainVerb.Create(terminal),
            FineTuneVerb.Create(terminal),
            TrainVerb.Create(terminal),
            BootstrapVerb.Create(terminal),
            FindRateVerb.Create(terminal),
            EvaluateVerb.Create(terminal),
            PredictVerb.Create(terminal),
            ImportVerb.Create(terminal),
            ExportVerb.Create(),
        };
        foreach (var help in root.Options.OfType<HelpOption>())
            help.Action = new HelpWithExamples(help.Action!);
        return root;
    }
}
