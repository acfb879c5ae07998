using System.Threading.Channels;

namespace MultiFit.Cli;

/// <summary>Cuts a sequence of lines into blocks of what is there already: a line is never held back for the sake of a fuller block.</summary>
internal static class LineBlocks
{
    private const int Largest = 256;

    public static IEnumerable<List<string>> Of(IEnumerable<string> lines, CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<string>(new BoundedChannelOptions(4 * Largest) { SingleReader = true, SingleWriter = true });
        _ = Task.Run(
            async () =>
            {
                try
                {
                    foreach (var line in lines)
                        await channel.Writer.WriteAsync(line, cancellationToken);
                    channel.Writer.Complete();
                }
                catch (Exception exception)
                {
                    channel.Writer.Complete(exception);
                }
            },
            CancellationToken.None);

        while (channel.Reader.WaitToReadAsync(cancellationToken).AsTask().GetAwaiter().GetResult())
        {
            var block = new List<string>();
            while (block.Count < Largest && channel.Reader.TryRead(out var line))
                block.Add(line);
            yield return block;
        }
    }
}
