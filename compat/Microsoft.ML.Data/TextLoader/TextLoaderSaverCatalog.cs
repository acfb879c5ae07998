using System.Reflection;
using Microsoft.ML.Data;


namespace Microsoft.ML;

/// <summary>Loading delimited text.</summary>
public static class TextLoaderSaverCatalog
{
    public static TextLoader CreateTextLoader(
        this DataOperationsCatalog catalog,
        TextLoader.Column[] columns,
        char separatorChar = '\t',
        bool hasHeader = false,
        IMultiStreamSource dataSample = null,
        bool allowQuoting = false,
        bool trimWhitespace = false,
        bool allowSparse = false) =>
        new(CatalogUtils.GetEnvironment(catalog), Options(columns, separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse));

    public static TextLoader CreateTextLoader(this DataOperationsCatalog catalog, TextLoader.Options options, IMultiStreamSource dataSample = null) =>
        new(CatalogUtils.GetEnvironment(catalog), options);

    public static TextLoader CreateTextLoader<TInput>(
        this DataOperationsCatalog catalog,
        char separatorChar = '\t',
        bool hasHeader = false,
        IMultiStreamSource dataSample = null,
        bool allowQuoting = false,
        bool trimWhitespace = false,
        bool allowSparse = false) =>
        CreateTextLoader(catalog, ColumnsOf(typeof(TInput)), separatorChar, hasHeader, dataSample, allowQuoting, trimWhitespace, allowSparse);

    public static TextLoader CreateTextLoader<TInput>(
        this DataOperationsCatalog catalog, TextLoader.Options options, IMultiStreamSource dataSample = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Columns = ColumnsOf(typeof(TInput));
        return CreateTextLoader(catalog, options, dataSample);
    }

    public static IDataView LoadFromTextFile(
        this DataOperationsCatalog catalog,
        string path,
        TextLoader.Column[] columns,
        char separatorChar = '\t',
        bool hasHeader = false,
        bool allowQuoting = false,
        bool trimWhitespace = false,
        bool allowSparse = false) =>
        Files(path) is var files ? CreateTextLoader(catalog, columns, separatorChar, hasHeader, files, allowQuoting, trimWhitespace, allowSparse).Load(files) : null;

    public static IDataView LoadFromTextFile<TInput>(
        this DataOperationsCatalog catalog,
        string path,
        char separatorChar = '\t',
        bool hasHeader = false,
        bool allowQuoting = false,
        bool trimWhitespace = false,
        bool allowSparse = false) =>
        LoadFromTextFile(catalog, path, ColumnsOf(typeof(TInput)), separatorChar, hasHeader, allowQuoting, trimWhitespace, allowSparse);

    public static IDataView LoadFromTextFile(this DataOperationsCatalog catalog, string path, TextLoader.Options options = null) =>
        Files(path) is var files ? CreateTextLoader(catalog, options ?? new(), files).Load(files) : null;

    public static IDataView LoadFromTextFile<TInput>(this DataOperationsCatalog catalog, string path, TextLoader.Options options) =>
        Files(path) is var files ? CreateTextLoader<TInput>(catalog, options, files).Load(files) : null;

    private static TextLoader.Options Options(
        TextLoader.Column[] columns, char separator, bool hasHeader, bool allowQuoting, bool trimWhitespace, bool allowSparse) => new()
        {
            Columns = columns,
            Separators = [separator],
            HasHeader = hasHeader,
            AllowQuoting = allowQuoting,
            TrimWhitespace = trimWhitespace,
            AllowSparse = allowSparse,
        };

    private static MultiFileSource Files(string path)
    {
        if (string.IsNullOrEmpty(path))
            throw new ArgumentOutOfRangeException(nameof(path), $"{nameof(path)} cannot be null or empty");
        var files = new MultiFileSource(path);
        return files.Count > 0 && Enumerable.Range(0, files.Count).All(index => File.Exists(files.GetPathOrNull(index)))
            ? files
            : throw new ArgumentOutOfRangeException(nameof(path), $"File or directory does not exist at path: {path}");
    }

    /// <summary>One column for each public member, which must say where it is read from.</summary>
    private static TextLoader.Column[] ColumnsOf(Type userType) =>
        [.. RowMember.All(userType, SchemaDefinition.Direction.Both).Select(member =>
        {
            var attribute = member.GetCustomAttribute<LoadColumnAttribute>() ?? throw new InvalidOperationException(
                $"{(member is FieldInfo ? "Field" : "Property")} '{member.Name}' is missing the LoadColumnAttribute attribute");
            var (item, isVector) = RowMember.RawTypeOf(member);
            return new TextLoader.Column
            {
                Name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name,
                DataKind = FieldParser.KindOf(item),
                Source = [.. attribute.Ranges.Select(range => new TextLoader.Range { Min = range.Min, Max = range.Max, ForceVector = isVector })],
                KeyCount = member.GetCustomAttribute<KeyTypeAttribute>() is { } key ? new KeyCount(key.Count) : null,
            };
        })];
}
