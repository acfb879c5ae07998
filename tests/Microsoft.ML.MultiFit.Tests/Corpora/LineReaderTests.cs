namespace Microsoft.ML.MultiFit.Tests;

public class LineReaderTests
{
    [Fact]
    public void Lines_are_those_of_a_string_reader_wherever_blocks_end()
    {
        var random = new Random(5);
        for (int round = 0; round < 200; round++)
        {
            // Lines as long as about a block of the reader, with ends of every kind.
            var text = string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => new string('ä', random.Next(2) == 0 ? random.Next(3) : random.Next(1010, 1040)) + Ending()));
            Assert.Equal(Lines(new StringReader(text).ReadLine), Lines(new LineReader(new StringReader(text), 10_000).ReadLine));
        }

        string Ending() => random.Next(4) switch { 0 => "\n", 1 => "\r\n", 2 => "\r", _ => "" };
    }

    [Fact]
    public void A_line_beyond_the_limit_is_refused_before_it_is_read_whole()
    {
        var endless = new EndlessText();
        var error = Assert.Throws<InvalidDataException>(new LineReader(endless, 10_000).ReadLine);
        Assert.Equal("a line of more than 10000 characters", error.Message);
        Assert.InRange(endless.CharactersRead, 10_000, 12_000);
        Assert.Equal(10_000, new LineReader(new StringReader(new string('x', 10_000)), 10_000).ReadLine()!.Length);
    }

    [Fact]
    public void A_reader_is_not_asked_again_after_its_end()
    {
        var text = new EndingText("a\nb");
        var lines = new LineReader(text, 10);
        Assert.Equal(["a", "b"], Lines(lines.ReadLine));
        Assert.Null(lines.ReadLine());
    }

    private static List<string> Lines(Func<string?> next)
    {
        var lines = new List<string>();
        while (next() is { } line)
            lines.Add(line);
        return lines;
    }

    private sealed class EndingText(string text) : TextReader
    {
        private int _reads;

        public override int Read(char[] buffer, int index, int count)
        {
            if (_reads == 2)
                throw new ObjectDisposedException(nameof(EndingText));
            if (++_reads == 2)
                return 0;
            text.CopyTo(0, buffer, index, text.Length);
            return text.Length;
        }
    }

    private sealed class EndlessText : TextReader
    {
        public int CharactersRead { get; private set; }

        public override int Read(char[] buffer, int index, int count)
        {
            buffer.AsSpan(index, count).Clear();
            CharactersRead += count;
            return count;
        }
    }
}
