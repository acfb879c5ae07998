using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(ColumnSelectingTransformer), null, typeof(SignatureLoadModel), "Select Columns Transform", ColumnSelectingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

public sealed class ColumnSelectingTransformer : ITransformer
{
    internal const string LoaderSignature = "SelectColumnsTransform";

    private readonly bool _keepHidden;

    internal ColumnSelectingTransformer(string[] keep, string[] drop, bool keepHidden)
    {
        Keeps = keep is { Length: > 0 };
        Names = Keeps ? keep : drop;
        if (Names is not { Length: > 0 })
            throw new InvalidOperationException("Neither keepColumns and dropColumns is set. Exactly one must be specified.");
        _keepHidden = keepHidden;
    }

    bool ITransformer.IsRowToRowMapper => true;

    internal bool Keeps { get; }

    internal string[] Names { get; }

    private static VersionInfo Version => new("SELCOLST", 0x00010001, 0x00010001, 0x00010001, typeof(ColumnSelectingTransformer).Assembly.FullName, LoaderSignature);

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Subset(inputSchema).OutputSchema;

    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new MappedDataView(input, Subset(input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => Subset(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        ctx.Writer.Write(Keeps);
        ctx.Writer.Write(_keepHidden);
        ctx.Writer.Write(false);
        ctx.Writer.Write(Names.Length);
        foreach (var name in Names)
            ctx.SaveNonEmptyString(name);
    }

    internal static ColumnSelectingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var (keeps, keepHidden, _) = (ctx.Reader.ReadBoolean(), ctx.Reader.ReadBoolean(), ctx.Reader.ReadBoolean());
        var names = new List<string>();
        for (var left = ctx.Reader.ReadInt32(); left > 0; left--)
            names.Add(ctx.LoadNonEmptyString());
        return new ColumnSelectingTransformer(keeps ? [.. names] : null, keeps ? null : [.. names], keepHidden);
    }

    /// <summary>Columns that are kept come in the order of their names here; a hidden one goes with the one that hides it.</summary>
    private ColumnSubset Subset(DataViewSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (Names.FirstOrDefault(name => schema.GetColumnOrNull(name) is null) is { } missing)
            throw InputColumn.Missing(missing);
        var shown = schema.Where(column => _keepHidden || !column.IsHidden);
        return new ColumnSubset(schema, Keeps
            ? Names.SelectMany(name => shown.Where(column => column.Name == name))
            : shown.Where(column => !Names.Contains(column.Name)));
    }
}
