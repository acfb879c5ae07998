using System.Collections.Concurrent;

namespace Microsoft.ML.MultiFit;

/// <summary>A LASER encoder with its weights packed for the kernels. Immutable but for a store of idle work buffers; safe to share between threads.</summary>
internal sealed class PackedLaserEncoder
{
    // With fewer rows too few sentences would go through their steps side by side.
    private const int GroupRows = PackedLstmLayer.ChunkCapacity;

    private readonly ConcurrentQueue<LaserForward> _idle = new();

    public PackedLaserEncoder(LaserArchitecture architecture, WeightSet weights)
    {
        Architecture = architecture;
        Embedding = weights[LaserWeightNames.Embedding].Values;
        Layers = [.. Enumerable.Range(0, architecture.LayerCount).Select(layer => architecture.Directions.Select((direction, i) => new PackedLstmLayer(
            weights[LaserWeightNames.Weight(layer, direction)],
            weights[LaserWeightNames.Recurrent(layer, direction)],
            weights[LaserWeightNames.Bias(layer, direction)],
            direction,
            i * architecture.HiddenSize)).ToArray())];
    }

    public LaserArchitecture Architecture { get; }

    /// <summary><c>[vocabulary, embedding]</c>.</summary>
    public float[] Embedding { get; }

    /// <summary>The layers, each in its directions, forward first.</summary>
    public IReadOnlyList<PackedLstmLayer[]> Layers { get; }

    /// <summary>The vectors of sentences, <c>[sentence][output]</c>. A sentence's vector does not depend on the others or on the threads.</summary>
    /// <param name="sentences">Ids of each sentence's units, that of <c>&lt;/s&gt;</c> included; none empty, all ids in the vocabulary.</param>
    /// <param name="threadCount">Threads to use, at least 1.</param>
    /// <param name="cancellationToken">Looked at once per 1,024 units.</param>
    public float[][] Embed(IReadOnlyList<int[]> sentences, int threadCount, CancellationToken cancellationToken)
    {
        var vectors = new float[sentences.Count][];
        var groups = Groups(sentences);
        // Few groups cannot feed all threads: then the threads share every layer's units instead.
        bool shareLayers = groups.Count < threadCount;
        ParallelBlocks.For(
            groups.Count,
            shareLayers ? 1 : threadCount,
            group =>
            {
                int rows = groups[group].RowCount;
                var forward = rows <= GroupRows && _idle.TryDequeue(out var idle) ? idle : new LaserForward(this, Math.Max(rows, GroupRows));
                forward.Run(sentences, groups[group], vectors, shareLayers ? threadCount : 1);
                if (rows <= GroupRows)
                    _idle.Enqueue(forward);
            },
            cancellationToken);
        return vectors;
    }

    /// <summary>Sentences of similar length together.</summary>
    private static List<DocumentChunk> Groups(IReadOnlyList<int[]> sentences)
    {
        var groups = new List<DocumentChunk>();
        var segments = new List<Segment>();
        int rows = 0;
        foreach (int sentence in Enumerable.Range(0, sentences.Count).OrderByDescending(i => sentences[i].Length))
        {
            int length = sentences[sentence].Length;
            if (rows > 0 && rows + length > GroupRows)
            {
                groups.Add(new DocumentChunk(segments, rows));
                (segments, rows) = ([], 0);
            }

            segments.Add(new Segment(sentence, 0, rows, length));
            rows += length;
        }

        if (rows > 0)
            groups.Add(new DocumentChunk(segments, rows));
        return groups;
    }
}
