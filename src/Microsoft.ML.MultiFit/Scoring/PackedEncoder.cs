using System.Collections.Concurrent;

namespace Microsoft.ML.MultiFit;

/// <summary>A language model's encoder, its layers' weights packed for the kernels. Immutable but for a store of idle work buffers; safe to share.</summary>
internal sealed class PackedEncoder
{
    private readonly ConcurrentQueue<EncoderScorer> _idle = new();

    public PackedEncoder(LanguageModel model)
    {
        Architecture = model.Architecture;
        Embedding = model.Weights[WeightNames.Embedding].Values;
        Layers = [.. Enumerable.Range(0, Architecture.LayerCount).Select(layer => Architecture.Encoder switch
        {
            EncoderKind.Lstm => (IPackedLayer)new PackedLstmLayer(
                model.Weights[WeightNames.LayerWeight(layer)],
                model.Weights[WeightNames.LayerRecurrentWeight(layer)],
                model.Weights[WeightNames.LayerBias(layer)]),
            _ => new PackedQrnnLayer(Architecture, model.Weights, layer),
        })];
    }

    public ModelArchitecture Architecture { get; }

    /// <summary><c>[vocabulary, embedding]</c>, the model's own array.</summary>
    public float[] Embedding { get; }

    public IReadOnlyList<IPackedLayer> Layers { get; }

    /// <summary>Most tokens of a chunk. An LSTM takes more, so that more documents share one.</summary>
    public int ChunkCapacity => Architecture.Encoder == EncoderKind.Lstm ? PackedLstmLayer.ChunkCapacity : 256;

    /// <summary>Work buffers for one thread at a time; to be given back.</summary>
    public EncoderScorer Rent() => _idle.TryDequeue(out var scorer) ? scorer : new EncoderScorer(this);

    public void Return(EncoderScorer scorer) => _idle.Enqueue(scorer);
}
