using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// A SentencePiece vocabulary as an ML.NET transformer: text in, a vector of piece ids out, as long as the text has pieces. The text is cut as it
/// is, without text rules. Any number of threads may use it at once.
/// </summary>
public sealed class SentencePieceTransformer : ITransformer
{
    internal const string LoaderSignature = "MultiFitSentencePiece";

    // 0x00010001: the first version.
    private static readonly ModelVersion s_version = new("MULTIFSP", LoaderSignature, Written: 0x00010001, ReadableBy: 0x00010001, Reads: 0x00010001);

    private readonly TextMapping<int[]> _mapping;

    internal SentencePieceTransformer(IHostEnvironment environment, SentencePieceModel model, string inputColumnName, string outputColumnName)
    {
        Loaders.Register(environment);
        Model = model;
        OutputColumnName = outputColumnName;
        var tokenizer = new UnigramTokenizer(model);
        var added = CreateColumns(outputColumnName);
        _mapping = new TextMapping<int[]>(inputColumnName, _ => added, (texts, _) => [.. texts.Select(text => tokenizer.EncodeToIds(text).ToArray())]);
    }

    /// <summary>The vocabulary.</summary>
    public SentencePieceModel Model { get; }

    /// <summary>The column the texts are read from.</summary>
    public string InputColumnName => _mapping.InputColumnName;

    /// <summary>Name of the column of piece ids.</summary>
    public string OutputColumnName { get; }

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
        context.WriteEntry(LanguageModelFile.TokenizerName, Model.Save);
    }

    internal static IReadOnlyList<OutputColumn<int[]>> CreateColumns(string outputColumnName) =>
        [OutputColumn<int[]>.Vector(outputColumnName, NumberDataViewType.Int32, 0, null, ids => ids)];

    /// <summary>ML.NET's loader calls this with its own context type, which is not public.</summary>
    internal static SentencePieceTransformer Create(IHostEnvironment environment, object loadContext)
    {
        var context = new MLNetInternals.LoadContext(loadContext);
        context.CheckVersion(s_version);
        var inputColumnName = context.Reader.ReadString();
        var outputColumnName = context.Reader.ReadString();
        SentencePieceModel? model = null;
        ModelEntries.Read(context.ReadEntry, LanguageModelFile.TokenizerName, stream => model = SentencePieceModel.Load(stream, LanguageModelFile.TokenizerName));
        return new SentencePieceTransformer(environment, model!, inputColumnName, outputColumnName);
    }
}
