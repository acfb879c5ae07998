namespace Microsoft.ML.MultiFit;

/// <summary>
/// The names of the weights in a file and in a module's state, with their shapes. They are a file format: never change one.
/// The row blocks of a layer's weight are candidate z, forget gate f, output gate o; with window 2 the columns of the current step
/// come before those of the previous step.
/// </summary>
internal static class WeightNames
{
    public const string Embedding = "encoder.embedding.weight";
    public const string DecoderBias = "decoder.bias";

    /// <summary>Whether a language model's weight has one row for each piece of the vocabulary.</summary>
    public static bool HasRowPerPiece(string name) => name is Embedding or DecoderBias;

    public static string LayerWeight(int layer) => $"encoder.layers.{layer}.weight";

    public static string LayerBias(int layer) => $"encoder.layers.{layer}.bias";

    /// <summary>Names of head block 0 (pooled → hidden) or 1 (hidden → classes): batch norm, then linear.</summary>
    public static string Head(int block, string part) => $"head.{block}.{part}";

    public const string NormWeight = "norm.weight";
    public const string NormBias = "norm.bias";
    public const string NormMean = "norm.running_mean";
    public const string NormVariance = "norm.running_var";
    public const string LinearWeight = "linear.weight";
    public const string LinearBias = "linear.bias";

    /// <summary>Every weight of a language model: embedding <c>[vocabulary, embedding]</c>, per layer <c>[3·out, window·in]</c> and
    /// <c>[3·out]</c>, decoder bias <c>[vocabulary]</c> (the decoder's matrix is the embedding).</summary>
    public static IEnumerable<(string Name, int[] Shape)> OfLanguageModel(ModelArchitecture architecture)
    {
        yield return (Embedding, [architecture.VocabularySize, architecture.EmbeddingSize]);
        for (int layer = 0; layer < architecture.LayerCount; layer++)
        {
            int rows = 3 * architecture.OutputSize(layer);
            yield return (LayerWeight(layer), [rows, architecture.Window(layer) * architecture.InputSize(layer)]);
            yield return (LayerBias(layer), [rows]);
        }

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
