using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>Learns the distinct values of columns and numbers them.</summary>
public sealed class ValueToKeyMappingEstimator : IEstimator<ValueToKeyMappingTransformer>
{
    private readonly (string Output, string Input)[] _columns;
    private readonly int _maximumNumberOfKeys;
    private readonly KeyOrdinality _keyOrdinality;
    private readonly bool _asText;
    private readonly IDataView _keyData;

    internal ValueToKeyMappingEstimator(
        (string Output, string Input)[] columns, int maximumNumberOfKeys, KeyOrdinality keyOrdinality, bool asText, IDataView keyData)
    {
        _columns = columns;
        _maximumNumberOfKeys = maximumNumberOfKeys;
        _keyOrdinality = keyOrdinality;
        _asText = asText;
        _keyData = keyData;
    }

    public enum KeyOrdinality : byte
    {
        /// <summary>As first seen.</summary>
        ByOccurrence = 0,

        /// <summary>Sorted; of values beyond the maximum number those first seen are kept.</summary>
        ByValue = 1,
    }

    public ValueToKeyMappingTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (_maximumNumberOfKeys <= 0)
            throw new ArgumentOutOfRangeException("MaxNumTerms", "Must be positive");
        var builders = Array.ConvertAll(_columns, pair => Builder(input.Schema, pair.Input));
        if (_keyData is null)
        {
            Read(input, [.. _columns.Select((pair, index) => (builders[index], input.Schema[pair.Input]))]);
        }
        else
        {
            foreach (var builder in builders)
                Read(_keyData, [(builder, KeyColumn(builder.ItemType))]);
        }

        return new ValueToKeyMappingTransformer(_columns, Array.ConvertAll(builders, builder => builder.Build(_keyOrdinality == KeyOrdinality.ByValue)), _asText);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema.With(_columns.Select(pair =>
    {
        var input = InputColumn.Find(inputSchema, pair.Input);
        var values = new SchemaShape.Column(
            ColumnAnnotations.KeyValues, SchemaShape.Column.VectorKind.Vector, _asText ? TextDataViewType.Instance : input.ItemType, !_asText && input.IsKey);
        var slotNames = input.Annotations.Where(column => column.Name == ColumnAnnotations.SlotNames);
        return new SchemaShape.Column(pair.Output, input.Kind, NumberDataViewType.UInt32, true, new SchemaShape([.. slotNames, values]));
    }));

    private KeyVocabularyBuilder Builder(DataViewSchema schema, string name)
    {
        var type = (schema.GetColumnOrNull(name) ?? throw InputColumn.Missing(name)).Type;
        return KeyVocabularyBuilder.Of((type as VectorDataViewType)?.ItemType ?? (PrimitiveDataViewType)type, _maximumNumberOfKeys);
    }

    private DataViewSchema.Column KeyColumn(DataViewType itemType)
    {
        if (_keyData.Schema.Count != 1)
        {
            throw new ArgumentOutOfRangeException(
                "keyData",
                $"If specified, this data view should contain only a single column containing the terms to map, but this had {_keyData.Schema.Count} columns.");
        }

        var column = _keyData.Schema[0];
        var keyType = (column.Type as VectorDataViewType)?.ItemType ?? column.Type;
        return keyType.Equals(itemType)
            ? column
            : throw new ArgumentOutOfRangeException("keyData", $"Input data's column must be of type '{itemType}' but was '{column.Type}'");
    }

    private static void Read(IDataView data, (KeyVocabularyBuilder Builder, DataViewSchema.Column Column)[] columns)
    {
        using var cursor = data.GetRowCursor(columns.Select(pair => pair.Column));
        var readers = Array.ConvertAll(columns, pair => pair.Builder.Reader(cursor, pair.Column));
        while (cursor.MoveNext())
            Array.ForEach(readers, read => read());
    }
}
