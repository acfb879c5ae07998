using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Reads delimited text. Rows are not indexed nor kept: every cursor reads the files.</summary>
public sealed partial class TextLoader : IDataLoader<IMultiStreamSource>
{
    private readonly IHost _host;
    private readonly Options _options;
    private readonly TextColumn[] _columns;
    private readonly DataViewSchema _schema;

    internal TextLoader(IHostEnvironment env, Options options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _host = env.Register("TextLoader");
        _options = options;
        if (options.Separators is not { Length: > 0 })
            throw new ArgumentOutOfRangeException(nameof(options.Separators), "Must specify a separator");
        if (options.Separators.Contains('"') && options.AllowQuoting)
            throw new ArgumentOutOfRangeException(nameof(options.Separators), "Illegal separator: '\"'");
        if (options.AllowSparse)
            throw new NotSupportedException("The stand-in of the text loader does not read sparse rows");
        if (options.Columns is not { Length: > 0 })
            throw new ArgumentOutOfRangeException(nameof(options.Columns), "Must specify the columns");
        _columns = Array.ConvertAll(options.Columns, column => new TextColumn(column, options));
        var builder = new DataViewSchema.Builder();
        foreach (var column in _columns)
            builder.AddColumn(column.Name, column.Type);
        _schema = builder.ToSchema();
    }

    public DataViewSchema GetOutputSchema() => _schema;

    public IDataView Load(IMultiStreamSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new View(this, source);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => throw new NotSupportedException("The stand-in of the text loader is not saved");

    private sealed class View(TextLoader loader, IMultiStreamSource source) : IDataView
    {
        public DataViewSchema Schema => loader._schema;

        public bool CanShuffle => false;

        public long? GetRowCount() => null;

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random rand = null) =>
            new Cursor(loader, source, columnsNeeded);

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random rand = null) =>
            [GetRowCursor(columnsNeeded, rand)];
    }
}
