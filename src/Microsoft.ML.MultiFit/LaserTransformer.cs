using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// A LASER encoder as an ML.NET transformer: text in, a vector out. It computes in managed code, many documents at a time, and any number of threads may use it
/// at once. A missing text is encoded as an empty one.
/// </summary>
public sealed class LaserTransformer : ITransformer
{
    internal const string LoaderSignature = "MultiFitLaser";

    // 0x00010001: the first version.
    private static readonly ModelVersion s_version = new("MULTIFLA", LoaderSignature, Written: 0x00010001, ReadableBy: 0x00010001, Reads: 0x00010001);

    private readonly TextMapping<float[]> _mapping;

    internal LaserTransformer(IHostEnvironment environment, LaserEncoder encoder, LaserOptions options, string inputColumnName, string outputColumnName)
    {
        Loaders.Register(environment);
        (Encoder, Options, OutputColumnName) = (encoder, options, outputColumnName);
        var added = CreateColumns(outputColumnName, encoder);
        _mapping = new TextMapping<float[]>(inputColumnName, _ => added, (texts, _) => encoder.Embed(texts, options, ThreadCount));
    }

    /// <summary>The encoder.</summary>
    public LaserEncoder Encoder { get; }

    /// <summary>What is done to the texts first.</summary>
    public LaserOptions Options { get; }

    /// <summary>The column the texts are read from.</summary>
    public string InputColumnName => _mapping.InputColumnName;

    /// <summary>Name of the column of vectors.</summary>
    public string OutputColumnName { get; }

    /// <summary>Threads that encode a block of texts, at least 1; null uses one per core. Not saved. Default null.</summary>
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
        context.Writer.Write(Options.Language);
        context.Writer.Write(Options.SplitSentences);
        context.Writer.Write(Options.DecodeEntities);
        LaserFile.Write(Encoder, context.WriteEntry);
    }

    internal static IReadOnlyList<OutputColumn<float[]>> CreateColumns(string outputColumnName, LaserEncoder encoder) =>
        [OutputColumn<float[]>.Vector(outputColumnName, NumberDataViewType.Single, encoder.Architecture.OutputSize, null, vector => vector)];

    /// <summary>ML.NET's loader calls this with its own context type, which is not public.</summary>
    internal static LaserTransformer Create(IHostEnvironment environment, object loadContext)
    {
        var context = new MLNetInternals.LoadContext(loadContext);
        context.CheckVersion(s_version);
        var inputColumnName = context.Reader.ReadString();
        var outputColumnName = context.Reader.ReadString();
        var options = new LaserOptions
        {
            Language = context.Reader.ReadString(),
            SplitSentences = context.Reader.ReadBoolean(),
            DecodeEntities = context.Reader.ReadBoolean(),
        };
        if (options.Problems().FirstOrDefault() is { } problem)
            throw new InvalidDataException($"The LASER transformer is damaged: {problem}");
        return new LaserTransformer(environment, LaserFile.Read(context.ReadEntry), options, inputColumnName, outputColumnName);
    }
}
