namespace Microsoft.ML.MultiFit;

/// <summary>One layer of an encoder with its weights packed for the kernels. Immutable; what it carries from chunk to chunk is its caller's.</summary>
internal interface IPackedLayer
{
    /// <summary>Width of the input, all steps of the window.</summary>
    int Depth { get; }

    /// <summary>Width of the output, rounded up to whole groups of lanes; the units added are 0.</summary>
    int OutputWidth { get; }

    /// <summary>Memory for one thread at a time: what the layer carries from chunk to chunk, and room to work in.</summary>
    AlignedFloats NewMemory();

    /// <summary>Runs a chunk.</summary>
    /// <param name="input"><c>[rows, depth or more]</c>.</param>
    /// <param name="output"><c>[rows, output width or more]</c>; the output width's columns are written.</param>
    /// <param name="chunk">Which rows belong together.</param>
    /// <param name="memory">What <see cref="NewMemory"/> made; the state in it is carried on.</param>
    /// <param name="threadCount">Threads to use; they change no result.</param>
    void Run(RowTiles input, RowTiles output, DocumentChunk chunk, AlignedFloats memory, int threadCount);
}
