namespace Microsoft.ML.MultiFit.Benchmarks;

/// <summary>Cutting a large text into pieces that are kept in a file, and coming back to it. The text is real, and repeated until it is large.</summary>
internal sealed class TokenCacheBenchmark : IBenchmark
{
    public string Name => "token-cache";

    public string Summary => "cutting 1 GB of text into pieces on the disk, its memory, and the second start; needs ../shared/data";

    public void Run(BenchmarkSettings settings, Figures figures)
    {
        var text = Repository.Data("corpora", "fr.txt.xz");
        var vocabulary = Repository.Data("sentencepiece", "ref_fr_unigram_8000.model");
        if (!File.Exists(text) || !File.Exists(vocabulary))
        {
            Console.Error.WriteLine($"{Name}: skipped, ../shared/data is absent");
            return;
        }

        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "token-cache")).FullName;
        try
        {
            var corpus = Path.Combine(folder, "text.txt");
            Repeat(text, corpus, (settings.Megabytes ?? 1_000) * 1_000_000L);
            var architecture = new ModelArchitecture { EmbeddingSize = 1, HiddenSize = 1, LayerCount = 1 };
            var model = LanguageModel.CreateRandom(architecture, new TextRules(), SentencePieceModel.Load(vocabulary), seed: 1);
            Measure(model, corpus, folder, settings.ThreadCount, figures);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Measure(LanguageModel model, string corpus, string folder, int threadCount, Figures figures)
    {
        ProcessMemory.ForgetPeak();
        long before = ProcessMemory.Resident;
        long tokens = 0;
        double first = Timing.Once(() => tokens = Start());
        double megabytes = new FileInfo(corpus).Length / 1e6;
        figures.Add("text", megabytes, "MB");
        figures.Add("tokens", tokens, "tokens");
        figures.Add("first-start", first, "s");
        figures.Add("first-start.speed", megabytes / first, "MB/s");
        figures.Add("first-start.peak", ProcessMemory.Peak / 1e6, "MB");
        figures.Add("first-start.peak-beyond-program", (ProcessMemory.Peak - before) / 1e6, "MB");
        figures.Add("second-start", Timing.Once(() => Start()), "s");

        // What a program does each time it is started: names the text by its content, and asks for its pieces.
        long Start()
        {
            using var pieces = new TokenCache(folder).Open(model, ContentKey.OfFiles([corpus]), TextCorpus.Read(corpus), threadCount);
            return pieces.TokenCount;
        }
    }

    private static void Repeat(string packed, string target, long size)
    {
        using var output = File.Create(target);
        while (output.Length < size)
        {
            using var input = CompressedFile.OpenRead(packed);
            input.CopyTo(output);
            output.Write("\n\n"u8);
        }
    }
}
