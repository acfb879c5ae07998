using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(KeyToValueMappingTransformer), null, typeof(SignatureLoadModel), "Key To Value Transform", KeyToValueMappingTransformer.LoaderSignature)]

namespace Microsoft.ML.Transforms;

public sealed class KeyToValueMappingTransformer : OneToOneTransformerBase
{
    internal const string LoaderSignature = "KeyToValueTransform";

    internal KeyToValueMappingTransformer((string Output, string Input)[] columns)
        : base(columns)
    {
    }

    private static VersionInfo Version => new("KEY2VALT", 0x00010001, 0x00010001, 0x00010001, typeof(KeyToValueMappingTransformer).Assembly.FullName, LoaderSignature);

    internal static KeyToValueMappingTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version);
        return new KeyToValueMappingTransformer(LoadColumns(ctx));
    }

    private protected override void SaveModel(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        SaveColumns(ctx);
    }

    private protected override IRowMapper MakeRowMapper(DataViewSchema schema) => MapEach(schema, Make);

    private (DataViewSchema.DetachedColumn Column, Func<DataViewRow, Delegate> Getter) Make(int index, DataViewSchema.Column input)
    {
        if ((input.Annotations.Schema.GetColumnOrNull(ColumnAnnotations.KeyValues)?.Type as VectorDataViewType)?.ItemType is not { } valueType)
            throw new InvalidOperationException($"Metadata {ColumnAnnotations.KeyValues} does not exist");
        var vector = input.Type as VectorDataViewType;
        if ((vector?.ItemType ?? input.Type) is not KeyDataViewType key)
            throw InputColumn.Mismatch(input.Name, "KeyType", input.Type.ToString());
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add(input.Annotations, name => name == ColumnAnnotations.SlotNames);
        DataViewType type = vector is null ? valueType : new VectorDataViewType(valueType, vector.Dimensions);
        var getter = typeof(KeyToValueMappingTransformer).GetMethod(vector is null ? nameof(ValueOf) : nameof(ValuesOf), BindingFlags.NonPublic | BindingFlags.Static)
            .MakeGenericMethod(key.RawType, valueType.RawType);
        return (
            new DataViewSchema.DetachedColumn(Columns[index].Output, type, annotations.ToAnnotations()),
            row => (Delegate)getter.Invoke(null, [row, input, MissingValue.Of(valueType)]));
    }

    private static ValueGetter<TValue> ValueOf<TKey, TValue>(DataViewRow row, DataViewSchema.Column input, object missing)
    {
        var lookUp = LookUp<TKey, TValue>(input, missing);
        var getter = row.GetGetter<TKey>(input);
        var key = default(TKey);
        return (ref TValue value) =>
        {
            getter(ref key);
            value = lookUp(key);
        };
    }

    private static ValueGetter<VBuffer<TValue>> ValuesOf<TKey, TValue>(DataViewRow row, DataViewSchema.Column input, object missing)
    {
        var lookUp = LookUp<TKey, TValue>(input, missing);
        var getter = row.GetGetter<VBuffer<TKey>>(input);
        var keys = default(VBuffer<TKey>);
        return (ref VBuffer<TValue> values) =>
        {
            getter(ref keys);
            var editor = VBufferEditor.Create(ref values, keys.Length);
            var slot = 0;
            foreach (var key in keys.DenseValues())
                editor.Values[slot++] = lookUp(key);
            values = editor.Commit();
        };
    }

    private static Func<TKey, TValue> LookUp<TKey, TValue>(DataViewSchema.Column input, object missing)
    {
        var buffer = default(VBuffer<TValue>);
        input.Annotations.GetValue(ColumnAnnotations.KeyValues, ref buffer);
        TValue[] values = [.. buffer.DenseValues()];
        return key => Convert.ToUInt64(key) - 1 is var index && index < (ulong)values.Length ? values[index] : (TValue)missing;
    }
}
