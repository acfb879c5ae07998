using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class CustomMappingEstimator<TSrc, TDst> : TrivialEstimator<CustomMappingTransformer<TSrc, TDst>>
    where TSrc : class, new()
    where TDst : class, new()
{
    internal CustomMappingEstimator(
        IHostEnvironment env, Action<TSrc, TDst> mapAction, string contractName, SchemaDefinition inputSchemaDefinition, SchemaDefinition outputSchemaDefinition)
        : base(env, new CustomMappingTransformer<TSrc, TDst>(mapAction, contractName, inputSchemaDefinition, outputSchemaDefinition))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        foreach (var needed in Transformer.InputDefinition)
        {
            var column = InputColumn.Find(inputSchema, needed.ColumnName);
            SchemaShape.GetColumnTypeShape(needed.ColumnType, out var kind, out var itemType, out var isKey);
            var expected = new SchemaShape.Column(needed.ColumnName, kind, itemType, isKey);
            if (!expected.IsCompatibleWith(column))
                throw InputColumn.Mismatch(needed.ColumnName, expected.GetTypeString(), column.GetTypeString());
        }

        return inputSchema.With(Transformer.OutputColumns.Select(column =>
        {
            SchemaShape.GetColumnTypeShape(column.Type, out var kind, out var itemType, out var isKey);
            return new SchemaShape.Column(column.Name, kind, itemType, isKey, SchemaShape.Create(column.Annotations.Schema));
        }));
    }
}
