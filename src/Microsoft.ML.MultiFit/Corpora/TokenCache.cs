using System.Diagnostics;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// A folder of piece ids and vocabularies. Each corpus is cut into pieces once, into a file named by the text, the rules and the vocabulary it was made
/// from; whoever asks again gets that file at once. Memory use does not depend on the size of the corpus. Files may be deleted at any time.
/// </summary>
/// <example><code>
/// var text = ContentKey.OfFiles(["de.txt"]);
/// using var corpus = new TokenCache("cache").Open(model, text, File.ReadLines("de.txt"));
/// var german = new LanguageModelTrainer(preset.Pretraining).Train(model, corpus);
/// </code></example>
/// <param name="folder">The folder; made when it is first needed.</param>
public sealed class TokenCache(string folder)
{
    private const string Stage = "tokens";

    private static readonly TimeSpan s_reportInterval = TimeSpan.FromSeconds(0.2);

    /// <summary>The ids of a corpus: from the folder, or cut now and kept there. A file that was cut off or altered is made anew.</summary>
    /// <param name="model">Its text rules and vocabulary make the ids.</param>
    /// <param name="text">The key of <paramref name="documents"/>; it must change when their text does.</param>
    /// <param name="documents">One document each; empty ones are left out. Not looked at when the ids are in the folder, else read once.</param>
    /// <param name="threadCount">Threads to use; null for one per core. The ids do not depend on it.</param>
    /// <param name="progress">Told while ids are made: stage <c>tokens</c>, steps are documents, of an unknown number.</param>
    /// <param name="cancellationToken">Looked at before every document.</param>
    /// <exception cref="ArgumentException">A document is null.</exception>
    /// <exception cref="IOException">The folder or the file cannot be written or read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; no file is left behind.</exception>
    public TokenCorpus Open(
        LanguageModel model,
        ContentKey text,
        IEnumerable<string> documents,
        int? threadCount = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(documents);
        var encoding = ContentKey.OfEncoding(model);
        var key = ContentKey.OfTexts(text.ToString(), encoding.ToString());
        var path = PathOf(key);
        int vocabularySize = model.Vocabulary.Pieces.Count;
        if (IfUsable(() => TokenFile.Open(path, key, vocabularySize)) is not { } tokens)
        {
            Directory.CreateDirectory(folder);
            var encoded = EncodedDocuments.Of(model, documents, nameof(documents), threadCount, cancellationToken);
            TokenFile.Write(path, key, vocabularySize, progress is null ? encoded : Reported(encoded, progress));
            tokens = TokenFile.Open(path, key, vocabularySize);
        }

        return new TokenCorpus(tokens, encoding);
    }

    /// <summary>A vocabulary: from the folder, or learned now and kept there. A file that was cut off or altered is made anew.</summary>
    /// <param name="origin">The key of the text and of all options that decide what is learned from it.</param>
    /// <param name="learn">Learns it; not called when the vocabulary is in the folder.</param>
    /// <exception cref="IOException">The folder or the file cannot be written or read.</exception>
    public SentencePieceModel Vocabulary(ContentKey origin, Func<SentencePieceModel> learn)
    {
        ArgumentNullException.ThrowIfNull(learn);
        // Another version of this library may learn otherwise.
        var key = ContentKey.OfTexts(typeof(TokenCache).Module.ModuleVersionId.ToString(), origin.ToString());
        var path = Path.Combine(folder, $"{key}.model");
        if (IfUsable(() => SentencePieceModel.Load(path)) is { } kept)
            return kept;
        var learned = learn();
        Directory.CreateDirectory(folder);
        learned.Save(path);
        return learned;
    }

    /// <summary>The file of a corpus, whether it is there or not.</summary>
    internal string PathOf(ContentKey key) => Path.Combine(folder, $"{key}.tokens");

    private static T? IfUsable<T>(Func<T> open)
        where T : class
    {
        try
        {
            return open();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or InvalidDataException)
        {
            return null;
        }
    }

    private static IEnumerable<int[]> Reported(IEnumerable<int[]> documents, IProgress<TrainingProgress> progress)
    {
        var watch = Stopwatch.StartNew();
        var next = TimeSpan.Zero;
        long tokens = 0;
        int count = 0;
        foreach (var ids in documents)
        {
            yield return ids;
            tokens += ids.Length;
            count++;
            if (watch.Elapsed < next)
                continue;
            next = watch.Elapsed + s_reportInterval;
            progress.Report(new TrainingProgress(Stage, 0, 0, count, 0, double.NaN, TokensPerSecond: tokens / Math.Max(watch.Elapsed.TotalSeconds, 1e-9)));
        }
    }
}
