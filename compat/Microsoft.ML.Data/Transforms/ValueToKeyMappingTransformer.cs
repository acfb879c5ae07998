using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(ValueToKeyMappingTransformer), null, typeof(SignatureLoadModel), "Term Transform", ValueToKeyMappingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

public sealed class ValueToKeyMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "TermTransform";

    private readonly KeyVocabulary[] _vocabularies;
    private readonly bool _asText;

    internal ValueToKeyMappingTransformer((string Output, string Input)[] columns, KeyVocabulary[] vocabularies, bool asText)
        : base(columns)
    {
        _vocabularies = vocabularies;
        _asText = asText;
    }

    private static VersionInfo Version => new("TERMTRNF", 0x00010003, 0x00010003, 0x00010003, typeof(ValueToKeyMappingTransformer).Assembly.FullName, LoaderSignature);

    internal static ValueToKeyMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        var columns = LoadColumns(ctx);
        var asText = Array.ConvertAll(columns, _ => ctx.Reader.ReadBoolean());
        return new ValueToKeyMappingTransformer(columns, KeyVocabularyFile.Load(ctx, columns.Length), asText.Contains(true));
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        SaveColumns(ctx);
        foreach (var _ in Columns)
            ctx.Writer.Write(_asText);
        KeyVocabularyFile.Save(ctx, _vocabularies);
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => MapEach(schema, Make);

    private (DataViewSchema.DetachedColumn Column, Func<DataViewRow, Delegate> Getter) Make(int index, DataViewSchema.Column input)
    {
        var vocabulary = _vocabularies[index];
        var vector = input.Type as VectorDataViewType;
        if (!(vector?.ItemType ?? input.Type).Equals(vocabulary.ItemType))
            throw InputColumn.Mismatch(input.Name, vocabulary.ItemType.ToString(), input.Type.ToString());
        var key = new KeyDataViewType(typeof(uint), Math.Max(1, vocabulary.Count));
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add(input.Annotations, name => name == ColumnAnnotations.SlotNames);
        vocabulary.AddKeyValues(annotations, _asText);
        return (
            new DataViewSchema.DetachedColumn(Columns[index].Output, vector is null ? key : new VectorDataViewType(key, vector.Dimensions), annotations.ToAnnotations()),
            row => vocabulary.Getter(row, input));
    }
}
