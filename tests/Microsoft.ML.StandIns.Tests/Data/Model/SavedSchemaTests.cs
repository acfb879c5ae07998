using Microsoft.ML.Data;

namespace Microsoft.ML.StandIns.Tests.Data.Model;

public class SavedSchemaTests
{
    private static DataViewSchema.Annotations Annotations()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add("Texts", new VectorDataViewType(TextDataViewType.Instance, 3), (ref VBuffer<ReadOnlyMemory<char>> value) =>
            value = new(3, ["ab".AsMemory(), default, "ö€".AsMemory()]));
        builder.Add("Sparse", new VectorDataViewType(TextDataViewType.Instance, 5), (ref VBuffer<ReadOnlyMemory<char>> value) =>
            value = new(5, 2, ["x".AsMemory(), "y".AsMemory()], [1, 3]));
        builder.Add("Numbers", new VectorDataViewType(NumberDataViewType.Single), (ref VBuffer<float> value) => value = new(2, [1f, 2f]));
        builder.Add("Flags", new VectorDataViewType(BooleanDataViewType.Instance, 9), (ref VBuffer<bool> value) =>
            value = new(9, [true, false, true, false, false, false, false, false, true]));
        builder.AddPrimitiveValue("Kind", TextDataViewType.Instance, "Multiclass".AsMemory());
        builder.AddPrimitiveValue("Set", new KeyDataViewType(typeof(uint), int.MaxValue), 7u);
        builder.AddPrimitiveValue("Double", NumberDataViewType.Double, 1.5);
        builder.AddPrimitiveValue("Normalized", BooleanDataViewType.Instance, true);
        return builder.ToAnnotations();
    }

    private static T Value<T>(DataViewSchema.Annotations annotations, string kind)
    {
        var value = default(T);
        annotations.GetValue(kind, ref value);
        return value;
    }

    private static DataViewSchema SaveAndLoad(DataViewSchema schema)
    {
        var ml = new MLContext();
        using var stream = new MemoryStream();
        ml.Model.Save(new TransformerChain<ITransformer>(), schema, stream);
        stream.Position = 0;
        Assert.Empty(Assert.IsType<TransformerChain<ITransformer>>(ml.Model.Load(stream, out var loaded)));
        return loaded;
    }

    [Fact]
    public void Columns_of_every_type_come_back()
    {
        var builder = new DataViewSchema.Builder();
        PrimitiveDataViewType[] types =
        [
            NumberDataViewType.SByte, NumberDataViewType.Byte, NumberDataViewType.Int16, NumberDataViewType.UInt16, NumberDataViewType.Int32,
            NumberDataViewType.UInt32, NumberDataViewType.Int64, NumberDataViewType.UInt64, NumberDataViewType.Single, NumberDataViewType.Double,
            TextDataViewType.Instance, BooleanDataViewType.Instance, DateTimeDataViewType.Instance, DateTimeOffsetDataViewType.Instance,
            TimeSpanDataViewType.Instance, RowIdDataViewType.Instance, new KeyDataViewType(typeof(ulong), 9), new KeyDataViewType(typeof(byte), 9),
        ];
        foreach (var type in types)
        {
            builder.AddColumn($"{type}", type);
            builder.AddColumn($"{type} vector", new VectorDataViewType(type));
            builder.AddColumn($"{type} matrix", new VectorDataViewType(type, 2, 3));
        }

        builder.AddColumn("Single", TextDataViewType.Instance);
        var schema = builder.ToSchema();
        var loaded = SaveAndLoad(schema);
        Assert.Equal(schema.Select(column => $"{column} {column.IsHidden}"), loaded.Select(column => $"{column} {column.IsHidden}"));
    }

    [Fact]
    public void Annotations_come_back_with_their_values()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("c", TextDataViewType.Instance, Annotations());
        builder.AddColumn("d", TextDataViewType.Instance);
        var loaded = SaveAndLoad(builder.ToSchema());
        Assert.Empty(loaded["d"].Annotations.Schema);
        var annotations = loaded["c"].Annotations;
        Assert.Equal(
            Annotations().Schema.Select(column => column.ToString()).Order(), annotations.Schema.Select(column => column.ToString()).Order());
        Assert.Equal(["ab", "", "ö€"], Value<VBuffer<ReadOnlyMemory<char>>>(annotations, "Texts").DenseValues().Select(text => text.ToString()));
        Assert.Equal(["", "x", "", "y", ""], Value<VBuffer<ReadOnlyMemory<char>>>(annotations, "Sparse").DenseValues().Select(text => text.ToString()));
        Assert.Equal([1f, 2f], Value<VBuffer<float>>(annotations, "Numbers").DenseValues());
        Assert.Equal([0, 2, 8], Value<VBuffer<bool>>(annotations, "Flags").Items(all: true).Where(item => item.Value).Select(item => item.Key));
        Assert.Equal("Multiclass", Value<ReadOnlyMemory<char>>(annotations, "Kind").ToString());
        Assert.Equal(7u, Value<uint>(annotations, "Set"));
        Assert.Equal(1.5, Value<double>(annotations, "Double"));
        Assert.True(Value<bool>(annotations, "Normalized"));
    }
}
