using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Gives keys the values that the column's annotation holds for them.</summary>
public sealed class KeyToValueMappingEstimator : TrivialEstimator<KeyToValueMappingTransformer>
{
    private readonly (string Output, string Input)[] _columns;

    internal KeyToValueMappingEstimator(IHostEnvironment env, (string Output, string Input)[] columns)
        : base(env, new KeyToValueMappingTransformer(columns)) => _columns = columns;

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema.With(_columns.Select(pair =>
    {
        var input = InputColumn.Find(inputSchema, pair.Input);
        if (!input.IsKey)
            throw InputColumn.Mismatch(pair.Input, "KeyType", input.GetTypeString());
        if (!input.Annotations.TryFindColumn(ColumnAnnotations.KeyValues, out var values))
            throw new ArgumentOutOfRangeException(nameof(inputSchema), $"Input column '{pair.Input}' doesn't contain key values metadata");
        return new SchemaShape.Column(
            pair.Output, input.Kind, values.ItemType, values.IsKey, new SchemaShape(input.Annotations.Where(column => column.Name == ColumnAnnotations.SlotNames)));
    }));
}
