using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// A cross-lingual embedding as an ML.NET transformer: text of either language in, a vector of length 1 out, all zeros if nothing in the text is
/// known. A missing text is taken as empty. Any number of threads may use it at once.
/// </summary>
public sealed class CrossLingualEmbeddingTransformer : ITransformer
{
    internal const string LoaderSignature = "MultiFitCrossLingual";

    // 0x00010001: the first version.
    private static readonly ModelVersion s_version = new("MULTIFCE", LoaderSignature, Written: 0x00010001, ReadableBy: 0x00010001, Reads: 0x00010001);

    private readonly TextMapping<float[]> _mapping;

    internal CrossLingualEmbeddingTransformer(IHostEnvironment environment, CrossLingualEmbedding model, string inputColumnName, string outputColumnName)
    {
        Loaders.Register(environment);
        (Model, OutputColumnName) = (model, outputColumnName);
        var added = CreateColumns(outputColumnName, model.Dimension);
        _mapping = new TextMapping<float[]>(inputColumnName, _ => added, Embed);
    }

    /// <summary>The embedding without its columns.</summary>
    public CrossLingualEmbedding Model { get; }

    /// <summary>The column the texts are read from.</summary>
    public string InputColumnName => _mapping.InputColumnName;

    /// <summary>Name of the column of vectors.</summary>
    public string OutputColumnName { get; }

    /// <summary>Threads that embed a block of texts, at least 1; null uses one per core. Not saved. Default null.</summary>
    public int? ThreadCount { get; set; }

    bool ITransformer.IsRowToRowMapper => true;

    /// <inheritdoc/>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => _mapping.GetOutputSchema(inputSchema);

    /// <inheritdoc/>
    public IDataView Transform(IDataView input) => _mapping.Transform(input);

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => _mapping.Bind(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        var context = new MLNetInternals.SaveContext(ctx);
        context.SetVersion(s_version);
        context.Writer.Write(InputColumnName);
        context.Writer.Write(OutputColumnName);
        CrossLingualEmbeddingFile.Write(Model, context.WriteEntry);
    }

    internal static IReadOnlyList<OutputColumn<float[]>> CreateColumns(string outputColumnName, int dimension) =>
        [OutputColumn<float[]>.Vector(outputColumnName, NumberDataViewType.Single, dimension, null, vector => vector)];

    /// <summary>ML.NET's loader calls this with its own context type, which is not public.</summary>
    internal static CrossLingualEmbeddingTransformer Create(IHostEnvironment environment, object loadContext)
    {
        var context = new MLNetInternals.LoadContext(loadContext);
        context.CheckVersion(s_version);
        var inputColumnName = context.Reader.ReadString();
        var outputColumnName = context.Reader.ReadString();
        return new CrossLingualEmbeddingTransformer(environment, CrossLingualEmbeddingFile.Read(context.ReadEntry), inputColumnName, outputColumnName);
    }

    private float[][] Embed(IReadOnlyList<string> texts, bool[] active)
    {
        var vectors = new float[texts.Count][];
        ParallelBlocks.For(vectors.Length, ThreadCount ?? Environment.ProcessorCount, i => vectors[i] = Model.Embed(texts[i]));
        return vectors;
    }
}
