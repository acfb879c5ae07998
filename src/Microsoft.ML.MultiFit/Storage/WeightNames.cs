namespace Microsoft.ML.MultiFit;

/// <summary>
/// The names of the weights in a file and in a module's state, with their shapes. They are a file format: never change one.
/// The row blocks of a QRNN layer's weight are candidate z, forget gate f, output gate o, input gate i, as far as its <see cref="QrnnPooling"/> has
/// them; with window 2 the columns of the current step come before those of the previous step. The row blocks of an LSTM layer's two weights are input
/// gate i, forget gate f, candidate g, output gate o; its one bias is the sum of the two that other libraries keep.
/// </summary>
internal static class WeightNames
{
    public const string Embedding = "encoder.embedding.weight";
    public const string DecoderWeight = "decoder.weight";
    public const string DecoderBias = "decoder.bias";

    private const string EncoderPart = "encoder.";

    /// <summary>Whether a language model's weight has one row for each piece of the vocabulary.</summary>
    public static bool HasRowPerPiece(string name) => name is Embedding or DecoderWeight or DecoderBias;

    public static string LayerWeight(int layer) => $"encoder.layers.{layer}.weight";

    public static string LayerBias(int layer) => $"encoder.layers.{layer}.bias";

    /// <summary>An LSTM layer's hidden-to-hidden weight.</summary>
    public static string LayerRecurrentWeight(int layer) => $"encoder.layers.{layer}.recurrent_weight";

    /// <summary>Whether a weight belongs to the encoder, which a classifier shares with its language model, or to the decoder, which it does not need.</summary>
    public static bool IsOfEncoder(string name) => name.StartsWith(EncoderPart, StringComparison.Ordinal);

    /// <summary>Names of head block 0 (pooled → hidden) or 1 (hidden → classes): batch norm, then linear.</summary>
    public static string Head(int block, string part) => $"head.{block}.{part}";

    public const string NormWeight = "norm.weight";
    public const string NormBias = "norm.bias";
    public const string NormMean = "norm.running_mean";
    public const string NormVariance = "norm.running_var";
    public const string LinearWeight = "linear.weight";
    public const string LinearBias = "linear.bias";

    /// <summary>Every weight of a language model: embedding <c>[vocabulary, embedding]</c>, per layer <c>[gates·out, window·in]</c>, in an LSTM
    /// <c>[4·out, out]</c>, and <c>[gates·out]</c>; the decoder's matrix <c>[vocabulary, embedding]</c> if it is not the embedding, and bias
    /// <c>[vocabulary]</c>.</summary>
    public static IEnumerable<(string Name, int[] Shape)> OfLanguageModel(ModelArchitecture architecture)
    {
        yield return (Embedding, [architecture.VocabularySize, architecture.EmbeddingSize]);
        for (int layer = 0; layer < architecture.LayerCount; layer++)
        {
            int rows = architecture.GateCount * architecture.OutputSize(layer);
            yield return (LayerWeight(layer), [rows, architecture.Window(layer) * architecture.InputSize(layer)]);
            if (architecture.Encoder == EncoderKind.Lstm)
                yield return (LayerRecurrentWeight(layer), [rows, architecture.OutputSize(layer)]);
            yield return (LayerBias(layer), [rows]);
        }

        if (!architecture.TiedDecoder)
            yield return (DecoderWeight, [architecture.VocabularySize, architecture.EmbeddingSize]);
        if (architecture.DecoderBias)
            yield return (DecoderBias, [architecture.VocabularySize]);
    }

    /// <summary>Every weight of a classifier's head: two blocks of batch norm and linear over the pooled vector <c>[3·embedding]</c>.</summary>
    public static IEnumerable<(string Name, int[] Shape)> OfHead(ModelArchitecture architecture, int hiddenSize, int classCount)
    {
        int[] sizes = [3 * architecture.EmbeddingSize, hiddenSize, classCount];
        for (int block = 0; block < 2; block++)
        {
            foreach (var part in new[] { NormWeight, NormBias, NormMean, NormVariance })
                yield return (Head(block, part), [sizes[block]]);
            yield return (Head(block, LinearWeight), [sizes[block + 1], sizes[block]]);
            yield return (Head(block, LinearBias), [sizes[block + 1]]);
        }
    }
}
