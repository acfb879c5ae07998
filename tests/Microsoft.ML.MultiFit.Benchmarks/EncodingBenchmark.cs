using System.Buffers;
using System.Globalization;

namespace Microsoft.ML.MultiFit.Benchmarks;

/// <summary>
/// Cutting real text into pieces against Google's <c>spm_encode</c>, normalisation included, one thread each. Times are processor time in user mode; the tool's
/// is without that of loading its model, which an empty text shows.
/// </summary>
internal sealed class EncodingBenchmark : IBenchmark
{
    // The digits of the largest number and a space.
    private const int MaxIdBytes = 11;

    public string Name => "encoding";

    public string Summary => "cutting text into pieces against spm_encode, one thread; needs ../shared/data and Debian's sentencepiece";

    public void Run(BenchmarkSettings settings, Figures figures)
    {
        string german = Repository.Data("corpora", "de.txt.xz"), french = Repository.Data("corpora", "fr.books.txt.xz");
        string vocabulary = Repository.Data("sentencepiece", "ref_fr_unigram_8000.model");
        if (!File.Exists(german) || !File.Exists(french) || !File.Exists(vocabulary) || !MeasuredProcess.Exists("spm_encode"))
        {
            Console.Error.WriteLine($"{Name}: skipped, ../shared/data or spm_encode is absent");
            return;
        }

        string folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "encoding")).FullName;
        int repetitions = settings.Repetitions ?? 7;
        Compare("de-15000", german, Learned(german, folder), folder, repetitions, figures);
        Compare("fr-8000", french, vocabulary, folder, repetitions, figures);
    }

    /// <summary>A vocabulary of the method's size from a sample of the text; learned once.</summary>
    private static string Learned(string corpus, string folder)
    {
        string path = Path.Combine(folder, "de.model");
        if (!File.Exists(path))
            new UnigramTrainer(new UnigramTrainerOptions { InputSentenceCount = 20_000 }).Train(TextLines.Read(corpus)).Save(path);
        return path;
    }

    private static void Compare(string name, string corpus, string vocabulary, string folder, int repetitions, Figures figures)
    {
        string text = Path.Combine(folder, "text.txt"), empty = Path.Combine(folder, "empty.txt");
        string[] lines = [.. TextLines.Read(corpus)];
        TextLines.Write(text, lines);
        File.WriteAllText(empty, "\n");
        var tokenizer = new UnigramTokenizer(SentencePieceModel.Load(vocabulary));
        double load = Statistics.Median([.. Enumerable.Range(0, repetitions).Select(_ => Tool(vocabulary, empty))]);
        var times = new List<(double Encode, double EncodeFile, double Tool)>();
        for (int i = -1; i < repetitions; i++)
        {
            var round = (ProcessorTime.Of(() => Encode(tokenizer, lines)), ProcessorTime.Of(() => EncodeFile(tokenizer, text)), Tool(vocabulary, text) - load);
            // The first round does not count.
            if (i >= 0)
                times.Add(round);
        }

        double megabytes = new FileInfo(text).Length / 1e6;
        figures.Add($"{name}.text", megabytes, "MB");
        figures.Add($"{name}.encode", megabytes / Statistics.Median([.. times.Select(time => time.Encode)]), "MB/s");
        figures.Add($"{name}.encode-file", megabytes / Statistics.Median([.. times.Select(time => time.EncodeFile)]), "MB/s");
        figures.Add($"{name}.spm_encode", megabytes / Statistics.Median([.. times.Select(time => time.Tool)]), "MB/s");
        figures.Add($"{name}.spm_encode.load", load, "s");
        figures.Add($"{name}.spm_encode/encode", Statistics.Median([.. times.Select(time => time.Tool / time.Encode)]), "times");
        figures.Add($"{name}.spm_encode/encode-file", Statistics.Median([.. times.Select(time => time.Tool / time.EncodeFile)]), "times");
        figures.Add($"{name}.encode.allocated-beyond-ids", AllocatedBeyondIds(tokenizer, lines), "bytes/call");
        figures.Add($"{name}.count.allocated", Allocated(() => Count(tokenizer, lines)) / (double)lines.Length, "bytes/call");
    }

    private static double Tool(string vocabulary, string text) =>
        ProcessorTime.OfProgram("spm_encode", $"--model={vocabulary}", "--output_format=id", "--output=/dev/null", text);

    private static void Encode(UnigramTokenizer tokenizer, string[] lines)
    {
        foreach (string line in lines)
            tokenizer.EncodeToIds(line.AsSpan());
    }

    /// <summary>All that the tool does: reads a file and writes ids as text.</summary>
    private static void EncodeFile(UnigramTokenizer tokenizer, string text)
    {
        var written = new ArrayBufferWriter<byte>();
        foreach (string line in File.ReadLines(text))
        {
            var ids = tokenizer.EncodeToIds(line.AsSpan());
            var output = written.GetSpan(Math.Max(1, ids.Count * MaxIdBytes));
            int length = 0;
            for (int i = 0; i < ids.Count; i++)
            {
                ids[i].TryFormat(output[length..], out int digits, provider: CultureInfo.InvariantCulture);
                length += digits;
                output[length++] = (byte)' ';
            }

            // The line feed takes the place of the last space.
            output[Math.Max(0, length - 1)] = (byte)'\n';
            written.Advance(Math.Max(1, length));
            Stream.Null.Write(written.WrittenSpan);
            written.ResetWrittenCount();
        }
    }

    private static long Count(UnigramTokenizer tokenizer, string[] lines)
    {
        long count = 0;
        foreach (string line in lines)
            count += tokenizer.CountTokens(line.AsSpan());
        return count;
    }

    private static double AllocatedBeyondIds(UnigramTokenizer tokenizer, string[] lines)
    {
        int[] counts = [.. lines.Select(line => tokenizer.CountTokens(line))];
        long results = Allocated(() =>
        {
            foreach (int count in counts)
                GC.KeepAlive(count == 0 ? [] : new int[count]);
        });
        return (Allocated(() => Encode(tokenizer, lines)) - results) / (double)lines.Length;
    }

    /// <summary>Bytes, after a run that does not count.</summary>
    private static long Allocated(Action work)
    {
        work();
        long before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
