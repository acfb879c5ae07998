namespace MultiFit.Cli;

/// <summary>Makes a line of standard output of each line of standard input, on several threads, in their order, as they come.</summary>
internal static class LineMapping
{
    /// <summary>Maps every line.</summary>
    /// <param name="terminal">Has the streams.</param>
    /// <param name="threads">Threads to use; null for one per core.</param>
    /// <param name="map">What becomes of a line; safe to call from several threads. A <see cref="FormatException"/> says what is wrong with the line.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="InvalidDataException">A line is wrong; the message names it. Those before it are written.</exception>
    public static void Run(Terminal terminal, int? threads, Func<string, string> map, CancellationToken cancellationToken)
    {
        int number = 0;
        var lines = TextLines.Read(TextLines.StandardInput, terminal).Select(line => line.Text);
        foreach (var block in LineBlocks.Of(lines, cancellationToken))
        {
            var mapped = block.AsParallel().AsOrdered().WithDegreeOfParallelism(threads ?? Environment.ProcessorCount).Select(line => Try(map, line));
            foreach (var (line, problem) in mapped)
            {
                number++;
                if (problem is not null)
                    throw new InvalidDataException($"{TextLines.NameOf(TextLines.StandardInput)}({number}): {problem}");
                terminal.Output.WriteLine(line);
            }

            terminal.Output.Flush();
        }
    }

    // Thrown by several threads at once, exceptions would lose their order.
    private static (string? Line, string? Problem) Try(Func<string, string> map, string line)
    {
        try
        {
            return (map(line), null);
        }
        catch (FormatException exception)
        {
            return (null, exception.Message);
        }
    }
}
