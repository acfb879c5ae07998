namespace Microsoft.ML.MultiFit;

/// <summary>The files that make up a model of fastai v1: its weights, and what turns text into ids.</summary>
public sealed class FastaiFiles
{
    private static readonly string[] s_weights = ["lm_best.pth", "cls_best.pth", "enc_best.pth"];
    private static readonly string[] s_tokens = ["itos.pkl"];
    private static readonly string[] s_tokenizers = ["spm.model"];
    private static readonly string[] s_descriptions = ["info.json", "pretraining.json"];

    private FastaiFiles(string name, NamedContent weights, NamedContent? tokens, NamedContent? tokenizer, NamedContent? info)
    {
        Name = name;
        Weights = weights;
        Tokens = tokens;
        Tokenizer = tokenizer;
        Info = info;
    }

    /// <summary>The folder's or archive's name without its ending, or that of the weights' folder: for the released models it begins with the language.</summary>
    internal string Name { get; }

    /// <summary>A <c>*.pth</c> file.</summary>
    internal NamedContent Weights { get; }

    /// <summary><c>itos.pkl</c>: the tokens in the order of their ids.</summary>
    internal NamedContent? Tokens { get; }

    /// <summary><c>spm.model</c>: the SentencePiece model.</summary>
    internal NamedContent? Tokenizer { get; }

    /// <summary><c>info.json</c> or <c>pretraining.json</c>: how it was trained.</summary>
    internal NamedContent? Info { get; }

    /// <summary>Takes the files by their paths. Those that are null are looked for beside the weights, by their usual names.</summary>
    /// <param name="weights">A <c>*.pth</c> file: language model, encoder or classifier.</param>
    /// <param name="tokens">The pickled list of tokens, usually <c>itos.pkl</c>.</param>
    /// <param name="tokenizer">The SentencePiece model, usually <c>spm.model</c>; a vocabulary of whole words has none.</param>
    /// <param name="info">The description of the training, usually <c>info.json</c> or <c>pretraining.json</c>.</param>
    /// <exception cref="FileNotFoundException">One of them does not exist.</exception>
    public static FastaiFiles Of(string weights, string? tokens = null, string? tokenizer = null, string? info = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(weights);
        string folder = Path.GetDirectoryName(Path.GetFullPath(weights))!;
        var beside = FilesIn(folder);
        return new FastaiFiles(
            Path.GetFileName(folder),
            NamedContent.OfFile(weights),
            tokens is null ? Find(beside, s_tokens) : NamedContent.OfFile(tokens),
            tokenizer is null ? Find(beside, s_tokenizers) : NamedContent.OfFile(tokenizer),
            info is null ? Find(beside, s_descriptions) : NamedContent.OfFile(info));
    }

    /// <summary>Finds the files by their usual names in a folder, or in a <c>.tgz</c> archive as the authors released them. Nothing is unpacked to disk.</summary>
    /// <param name="path">The folder or archive. With several weights in it the language model is taken: <c>lm_best.pth</c>, <c>cls_best.pth</c>, <c>enc_best.pth</c>.</param>
    /// <exception cref="InvalidDataException">There are no weights, or the archive is damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static FastaiFiles In(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var found = Directory.Exists(path) ? FilesIn(path) : TarArchive.FilesIn(path);
        var weights = Find(found, s_weights)
            ?? throw new InvalidDataException($"'{path}' holds no weights: none of {string.Join(", ", s_weights)} is there.");
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        return new FastaiFiles(name, weights, Find(found, s_tokens), Find(found, s_tokenizers), Find(found, s_descriptions));
    }

    private static List<NamedContent> FilesIn(string folder) => [.. Directory.EnumerateFiles(folder).Select(NamedContent.OfFile)];

    private static NamedContent? Find(List<NamedContent> files, string[] names) =>
        names.Select(name => files.Find(file => Path.GetFileName(file.Name) == name)).FirstOrDefault(file => file is not null);
}
