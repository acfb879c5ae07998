using System.Diagnostics;
using System.IO.Compression;
using System.Text;

namespace MultiFit.Cli;

/// <summary>The files a corpus is written to, a paragraph a line and a blank line between documents: one, or one for each part.</summary>
internal sealed class CorpusFiles(string path, bool isSplit, Terminal terminal)
{
    private const string Packed = ".gz";

    private static readonly TimeSpan s_reportInterval = TimeSpan.FromSeconds(0.2);

    /// <summary>Throws unless every file can be created.</summary>
    public void CheckWritable()
    {
        if (path == TextLines.StandardInput)
            return;
        foreach (var part in Parts)
            AtomicFile.CheckWritable(PathOf(part));
    }

    /// <summary>Writes every document to the file of its part. Every file appears whole, and none before all documents are written.</summary>
    /// <returns>The number of documents.</returns>
    public long Write(IEnumerable<(CorpusPart Part, string Document)> documents, IProgress<TrainingProgress> progress, CancellationToken cancellationToken)
    {
        long count = 0;
        var writers = new Dictionary<CorpusPart, TextWriter>();
        if (path == TextLines.StandardInput)
        {
            writers[CorpusPart.Train] = terminal.Output;
            WriteDocuments();
            terminal.Output.Flush();
        }
        else
        {
            WritePart(0);
        }

        return count;

        // Each file stays open, under its temporary name, while the ones after it are written.
        void WritePart(int place)
        {
            if (place == Parts.Length)
            {
                WriteDocuments();
                return;
            }

            AtomicFile.Write(PathOf(Parts[place]), stream =>
            {
                using var packed = path.EndsWith(Packed, StringComparison.OrdinalIgnoreCase) ? new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true) : null;
                using var writer = new StreamWriter(packed ?? stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
                writers[Parts[place]] = writer;
                WritePart(place + 1);
            });
        }

        void WriteDocuments()
        {
            var watch = Stopwatch.StartNew();
            var next = TimeSpan.Zero;
            var begun = new HashSet<CorpusPart>();
            foreach (var (part, document) in documents)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var writer = writers[part];
                if (!begun.Add(part))
                    writer.WriteLine();
                writer.WriteLine(document);
                count++;
                if (watch.Elapsed < next)
                    continue;
                next = watch.Elapsed + s_reportInterval;
                progress.Report(new TrainingProgress("corpus", 0, 0, (int)count, 0, double.NaN));
            }
        }
    }

    private CorpusPart[] Parts => isSplit ? Enum.GetValues<CorpusPart>() : [CorpusPart.Train];

    /// <summary>Of <c>de.txt.gz</c>: <c>de.train.txt.gz</c> and so on.</summary>
    private string PathOf(CorpusPart part)
    {
        if (!isSplit)
            return path;
        var packed = path.EndsWith(Packed, StringComparison.OrdinalIgnoreCase) ? path[^Packed.Length..] : "";
        var plain = path[..^packed.Length];
        return Path.ChangeExtension(plain, part.ToString().ToLowerInvariant() + Path.GetExtension(plain)) + packed;
    }
}
