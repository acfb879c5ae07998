using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// A language model as an ML.NET transformer: text in, a document vector out (the encoder's last, largest and mean output, each of the embedding's
/// size), and the document's perplexity, which is computed only if it is asked for. Any number of threads may use it at once.
/// </summary>
public sealed class LanguageModelTransformer : ITransformer
{
    internal const string LoaderSignature = "MultiFitLanguageModel";

    // 0x00010001: the first version.
    private static readonly ModelVersion s_version = new("MULTIFLM", LoaderSignature, Written: 0x00010001, ReadableBy: 0x00010001, Reads: 0x00010001);

    private readonly LanguageModelColumns _columns;
    private readonly LanguageModelScorer _scorer;
    private readonly TextMapping<DocumentReading> _mapping;

    internal LanguageModelTransformer(IHostEnvironment environment, LanguageModel model, string inputColumnName, LanguageModelColumns columns)
    {
        Loaders.Register(environment);
        Model = model;
        _columns = columns;
        _scorer = new LanguageModelScorer(model);
        var added = columns.Create(model.Architecture.EmbeddingSize);
        _mapping = new TextMapping<DocumentReading>(inputColumnName, _ => added, Score);
    }

    /// <summary>The language model.</summary>
    public LanguageModel Model { get; }

    /// <summary>The column the documents are read from.</summary>
    public string InputColumnName => _mapping.InputColumnName;

    /// <summary>Name of the column of document vectors.</summary>
    public string OutputColumnName => _columns.Vector;

    /// <summary>Name of the column of perplexities.</summary>
    public string PerplexityColumnName => _columns.Perplexity;

    /// <summary>Threads that score a block of documents, at least 1; null uses one per core. Not saved. Default null.</summary>
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
        context.Writer.Write(PerplexityColumnName);
        LanguageModelFile.Write(Model, context.WriteEntry);
    }

    /// <summary>ML.NET's loader calls this with its own context type, which is not public.</summary>
    internal static LanguageModelTransformer Create(IHostEnvironment environment, object loadContext)
    {
        var context = new MLNetInternals.LoadContext(loadContext);
        context.CheckVersion(s_version);
        var inputColumnName = context.Reader.ReadString();
        var columns = new LanguageModelColumns(context.Reader.ReadString(), context.Reader.ReadString());
        return new LanguageModelTransformer(environment, LanguageModelFile.Read(context.ReadEntry), inputColumnName, columns);
    }

    private DocumentReading[] Score(IReadOnlyList<string> documents, bool[] active)
    {
        var encoded = DocumentEncoder.Encode(Model, documents, ThreadCount);
        var vectors = active[LanguageModelColumns.VectorIndex] ? _scorer.Pool(encoded, ThreadCount) : null;
        var perplexities = active[LanguageModelColumns.PerplexityIndex] ? _scorer.Perplexity(encoded, ThreadCount) : null;
        return [.. Enumerable.Range(0, encoded.Length).Select(i => new DocumentReading(vectors?[i] ?? [], perplexities?[i] ?? float.NaN))];
    }
}
