namespace Microsoft.ML.MultiFit;

/// <summary>
/// A language model: architecture, text rules, vocabulary and weights. It is immutable, holds plain arrays only (no native memory), and
/// may be shared by any number of trainers, transformers and threads. Stored as one <c>*.multifit</c> file.
/// </summary>
public sealed partial class LanguageModel
{
    private readonly Lazy<UnigramTokenizer> _tokenizer;

    /// <summary>Puts a language model together from its parts.</summary>
    /// <exception cref="ArgumentException">The architecture is invalid, or the vocabulary's size is not the architecture's.</exception>
    /// <exception cref="InvalidDataException">The weights are not exactly those of the architecture.</exception>
    public LanguageModel(ModelArchitecture architecture, TextRules textRules, SentencePieceModel vocabulary, WeightSet weights, Provenance? provenance = null)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        ArgumentNullException.ThrowIfNull(textRules);
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(weights);
        Options.Check(nameof(architecture), architecture.Problems());
        if (vocabulary.Pieces.Count != architecture.VocabularySize)
        {
            throw new ArgumentException(
                $"The vocabulary has {vocabulary.Pieces.Count} pieces, the architecture expects {architecture.VocabularySize}.", nameof(vocabulary));
        }

        weights.Require(WeightNames.OfLanguageModel(architecture));
        Architecture = architecture;
        TextRules = textRules;
        Vocabulary = vocabulary;
        Weights = weights;
        Provenance = provenance ?? Provenance.None;
        _tokenizer = new Lazy<UnigramTokenizer>(() => new UnigramTokenizer(vocabulary));
    }

    /// <summary>The encoder's shape.</summary>
    public ModelArchitecture Architecture { get; }

    /// <summary>What is done to a text before it is cut into pieces.</summary>
    public TextRules TextRules { get; }

    /// <summary>The SentencePiece vocabulary.</summary>
    public SentencePieceModel Vocabulary { get; }

    /// <summary>The learned numbers, by the names of the file format.</summary>
    public WeightSet Weights { get; }

    /// <summary>How the weights came to be: one entry per training stage.</summary>
    public Provenance Provenance { get; }

    /// <summary>Cuts prepared text into pieces of <see cref="Vocabulary"/>.</summary>
    public UnigramTokenizer Tokenizer => _tokenizer.Value;

    /// <summary>A document as the model reads it: <see cref="TextRules"/>, then <see cref="Tokenizer"/>.</summary>
    /// <returns>
    /// Piece ids in the order in which the model reads them (<see cref="ModelArchitecture.Direction"/>): the one of <c>xxbos</c> first, or last in a backward
    /// model; never empty.
    /// </returns>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int[] ids = [.. Tokenizer.EncodeToIds(TextRules.Apply(text))];
        if (Architecture.Direction == TextDirection.Backward)
            Array.Reverse(ids);
        return ids;
    }

    /// <summary>
    /// A model that has learned nothing: embedding, and the decoder's matrix if it has one of its own, uniform(−0.1, 0.1); weights and biases of QRNN layers
    /// uniform(±1/√fan_in), of LSTM layers uniform(±1/√output width); decoder bias 0 (fastai's initialisation, which the authors use).
    /// </summary>
    /// <param name="architecture">Its <see cref="ModelArchitecture.VocabularySize"/> is replaced by the vocabulary's.</param>
    /// <param name="textRules">What is done to a text first.</param>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <param name="seed">Equal seeds give equal weights.</param>
    public static LanguageModel CreateRandom(ModelArchitecture architecture, TextRules textRules, SentencePieceModel vocabulary, int seed)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        ArgumentNullException.ThrowIfNull(vocabulary);
        architecture = architecture with { VocabularySize = vocabulary.Pieces.Count };
        Options.Check(nameof(architecture), architecture.Problems());
        var random = new Random(seed);
        var tensors = new Dictionary<string, WeightTensor>();
        foreach (var (name, shape) in WeightNames.OfLanguageModel(architecture))
        {
            var values = new float[shape.Aggregate(1, (product, size) => checked(product * size))];
            float bound = name switch
            {
                WeightNames.Embedding or WeightNames.DecoderWeight => 0.1f,
                WeightNames.DecoderBias => 0f,
                _ => 1f / MathF.Sqrt(FanIn(architecture, name)),
            };
            for (int i = 0; i < values.Length && bound > 0; i++)
                values[i] = bound * ((2 * random.NextSingle()) - 1);
            tensors[name] = new WeightTensor(shape, values);
        }

        return new LanguageModel(architecture, textRules, vocabulary, new WeightSet(tensors));
    }

    private static int FanIn(ModelArchitecture architecture, string name)
    {
        for (int layer = 0; layer < architecture.LayerCount; layer++)
        {
            if (name == WeightNames.LayerWeight(layer) || name == WeightNames.LayerBias(layer) || name == WeightNames.LayerRecurrentWeight(layer))
                return architecture.Encoder == EncoderKind.Lstm ? architecture.OutputSize(layer) : architecture.Window(layer) * architecture.InputSize(layer);
        }

        throw new ArgumentException($"'{name}' is not a weight of a layer.", nameof(name));
    }
}
