using System.Numerics.Tensors;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// A LASER sentence encoder of the first version (Artetxe and Schwenk 2019): one encoder for many languages, which puts sentences of the same meaning at
/// nearly the same place, whatever their language. It is immutable, holds plain arrays only, computes in managed code, and may be shared between threads.
/// </summary>
public sealed class LaserEncoder
{
    private readonly Lazy<PackedLaserEncoder> _packed;

    internal LaserEncoder(LaserArchitecture architecture, WeightSet weights, LaserDictionary dictionary, FastBpe bpe)
    {
        weights.Require(architecture.Weights());
        (Architecture, Weights, Dictionary, Bpe) = (architecture, weights, dictionary, bpe);
        _packed = new Lazy<PackedLaserEncoder>(() => new PackedLaserEncoder(architecture, weights));
    }

    /// <summary>The encoder's shape.</summary>
    public LaserArchitecture Architecture { get; }

    /// <summary>The learned numbers.</summary>
    internal WeightSet Weights { get; }

    /// <summary>The rows of the embedding by their units.</summary>
    internal LaserDictionary Dictionary { get; }

    /// <summary>Cuts words into units.</summary>
    internal FastBpe Bpe { get; }

    /// <summary>
    /// Reads the files that LASER's publishers give out. Their checkpoint is a pickle, which Python would execute; here it is read as data, and everything
    /// in it is checked.
    /// </summary>
    /// <param name="checkpointPath">The weights, <c>bilstm.93langs.2018-12-26.pt</c>.</param>
    /// <param name="codesPath">The pairs of the byte-pair encoding, <c>93langs.fcodes</c>.</param>
    /// <param name="vocabularyPath">
    /// Its units, <c>93langs.fvocab</c>; null looks beside the pairs, for the same name with <c>fvocab</c> in place of <c>fcodes</c>. Default null.
    /// </param>
    /// <exception cref="FileNotFoundException">One of them does not exist.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, wants to run something, or is not of such an encoder; the message names it.</exception>
    public static LaserEncoder Load(string checkpointPath, string codesPath, string? vocabularyPath = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(checkpointPath);
        ArgumentException.ThrowIfNullOrWhiteSpace(codesPath);
        var checkpoint = NamedContent.OfFile(checkpointPath);
        var codes = NamedContent.OfFile(codesPath);
        string beside = Path.GetFileName(codesPath).Replace("fcodes", "fvocab", StringComparison.Ordinal);
        var vocabulary = NamedContent.OfFile(vocabularyPath ?? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(codesPath))!, beside));
        var bpe = FastBpe.Read(codes, vocabulary);
        var (architecture, weights, dictionary) = checkpoint.Read(LaserCheckpoint.Read);
        return new LaserEncoder(architecture, weights, dictionary, bpe);
    }

    /// <summary>The vectors of texts, <c>[text][output size]</c>, not normalised. A text's vector does not depend on the others or on the threads.</summary>
    /// <param name="texts">The texts; of an empty one the end of the sentence alone is encoded.</param>
    /// <param name="options">What is done to them first; null for the defaults.</param>
    /// <param name="threadCount">Threads to use, at least 1; null leaves one per core.</param>
    /// <param name="cancellationToken">Looked at once per 1,024 units.</param>
    /// <exception cref="ArgumentException">Options are out of range, or a text is null.</exception>
    public float[][] Embed(IReadOnlyList<string> texts, LaserOptions? options = null, int? threadCount = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Contains(null!))
            throw new ArgumentException("A text is null.", nameof(texts));
        options ??= new LaserOptions();
        Options.Check(nameof(options), options.Problems());
        int threads = threadCount ?? Environment.ProcessorCount;
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1, nameof(threadCount));
        var tokenizer = new LaserTokenizer(Bpe, Dictionary, options);
        var encoded = new IReadOnlyList<int[]>[texts.Count];
        ParallelBlocks.For(texts.Count, threads, i => encoded[i] = tokenizer.Encode(texts[i]), cancellationToken);
        return Means(encoded, _packed.Value.Embed([.. encoded.SelectMany(sentences => sentences)], threads, cancellationToken));
    }

    private static float[][] Means(IReadOnlyList<int[]>[] encoded, float[][] vectors)
    {
        var means = new float[encoded.Length][];
        int first = 0;
        for (int text = 0; text < encoded.Length; text++)
        {
            int count = encoded[text].Count;
            means[text] = vectors[first];
            for (int sentence = first + 1; sentence < first + count; sentence++)
                TensorPrimitives.Add(means[text], vectors[sentence], means[text]);
            TensorPrimitives.Divide(means[text], count, means[text]);
            first += count;
        }

        return means;
    }
}
