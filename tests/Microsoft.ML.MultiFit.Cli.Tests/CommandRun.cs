namespace MultiFit.Cli.Tests;

/// <summary>One run of the command inside the test's process, with its streams captured.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record CommandRun(int Code, string Output, string Error)
{
    public static CommandRun Of(params string[] arguments) => WithInput("", arguments);

    public static CommandRun WithInput(string input, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        int code = MultiFitCommand.RunAsync(arguments, new Terminal(new StringReader(input), output, error, IsErrorInteractive: false)).GetAwaiter().GetResult();
        return new CommandRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Standard output, after checking that the run succeeded.</summary>
    public string Succeeded()
    {
        Assert.True(Code == ExitCode.Success, $"exit code {Code}: {Error}");
        return Output;
    }

    /// <summary>The one line on standard error, after checking that the input was refused.</summary>
    public string Refused()
    {
        Assert.True(Code == ExitCode.BadInput, $"exit code {Code}: {Error}");
        Assert.Empty(Output);
        return Assert.Single(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
