using Microsoft.ML.Data;

namespace Microsoft.ML.StandIns.Tests.DataView;

public class DataViewTypeTests
{
    public static TheoryData<DataViewType, string, Type> Shown => new()
    {
        { NumberDataViewType.Byte, "Byte", typeof(byte) },
        { NumberDataViewType.Single, "Single", typeof(float) },
        { TextDataViewType.Instance, "String", typeof(ReadOnlyMemory<char>) },
        { BooleanDataViewType.Instance, "Boolean", typeof(bool) },
        { DateTimeOffsetDataViewType.Instance, "DateTimeOffset", typeof(DateTimeOffset) },
        { RowIdDataViewType.Instance, "DataViewRowId", typeof(DataViewRowId) },
        { new KeyDataViewType(typeof(uint), 3), "Key<UInt32, 0-2>", typeof(uint) },
        { new KeyDataViewType(typeof(ulong), ulong.MaxValue), "Key<UInt64, 0-18446744073709551614>", typeof(ulong) },
        { new VectorDataViewType(NumberDataViewType.Single, 3), "Vector<Single, 3>", typeof(VBuffer<float>) },
        { new VectorDataViewType(NumberDataViewType.Single), "Vector<Single>", typeof(VBuffer<float>) },
        { new VectorDataViewType(NumberDataViewType.Single, 2, 3), "Vector<Single, 2, 3>", typeof(VBuffer<float>) },
        { new VectorDataViewType(NumberDataViewType.Single, 2, 0), "Vector<Single, 2, *>", typeof(VBuffer<float>) },
        { new VectorDataViewType(new KeyDataViewType(typeof(uint), 3)), "Vector<Key<UInt32, 0-2>>", typeof(VBuffer<uint>) },
    };

    [Theory]
    [MemberData(nameof(Shown))]
    public void Types_show_themselves_and_their_raw_type(DataViewType type, string shown, Type rawType)
    {
        Assert.Equal(shown, type.ToString());
        Assert.Equal(rawType, type.RawType);
    }

    [Fact]
    public void Types_are_equal_by_value()
    {
        Assert.Equal(new KeyDataViewType(typeof(uint), 3), new KeyDataViewType(typeof(uint), 3ul));
        Assert.NotEqual(new KeyDataViewType(typeof(uint), 3), new KeyDataViewType(typeof(uint), 4));
        Assert.NotEqual(new KeyDataViewType(typeof(uint), 3), new KeyDataViewType(typeof(byte), 3));
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 6), new VectorDataViewType(NumberDataViewType.Single, 6));
        Assert.NotEqual(new VectorDataViewType(NumberDataViewType.Single, 6), new VectorDataViewType(NumberDataViewType.Single, 2, 3));
        Assert.NotEqual<DataViewType>(NumberDataViewType.UInt32, new KeyDataViewType(typeof(uint), 3));
    }

    [Fact]
    public void A_key_type_checks_its_count_and_raw_type()
    {
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(uint), 0)).ParamName);
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(byte), 256)).ParamName);
        Assert.Equal("type", Assert.Throws<ArgumentOutOfRangeException>(() => new KeyDataViewType(typeof(int), 3)).ParamName);
        Assert.Equal(255ul, new KeyDataViewType(typeof(byte), 255).Count);
    }

    [Fact]
    public void A_vector_type_checks_its_size_and_items()
    {
        Assert.Equal("size", Assert.Throws<ArgumentOutOfRangeException>(() => new VectorDataViewType(NumberDataViewType.Single, -1)).ParamName);
        Assert.Equal("itemType", Assert.Throws<ArgumentNullException>(() => new VectorDataViewType(null, 1)).ParamName);
        Assert.False(new VectorDataViewType(NumberDataViewType.Single, 2, 0).IsKnownSize);
        Assert.Equal([0], new VectorDataViewType(NumberDataViewType.Single).Dimensions.ToArray());
    }
}
