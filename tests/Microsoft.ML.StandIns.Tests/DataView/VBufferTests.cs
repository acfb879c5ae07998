using Microsoft.ML.Data;

namespace Microsoft.ML.StandIns.Tests.DataView;

public class VBufferTests
{
    private static VBuffer<float> Sparse() => new(5, 2, [1f, 2f], [1, 3]);

    [Fact]
    public void A_sparse_vector_fills_in_defaults()
    {
        var vector = Sparse();
        Assert.False(vector.IsDense);
        Assert.Equal([0f, 1f, 0f, 2f, 0f], vector.DenseValues());
        Assert.Equal([1, 3], vector.Items().Select(item => item.Key));
        Assert.Equal(5, vector.Items(all: true).Count());
        Assert.Equal(2f, vector.GetItemOrDefault(3));
        Assert.Equal(0f, vector.GetItemOrDefault(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => vector.GetItemOrDefault(5));
        Assert.Equal([1f, 2f], vector.GetValues().ToArray());
        Assert.Equal([1, 3], vector.GetIndices().ToArray());
        Assert.Equal("Sparse vector of size 5, 2 explicit values", vector.ToString());
    }

    [Fact]
    public void Arrays_must_hold_what_is_said()
    {
        Assert.Equal("values", Assert.Throws<ArgumentOutOfRangeException>(() => new VBuffer<float>(3, [1f])).ParamName);
        Assert.Equal("count", Assert.Throws<ArgumentOutOfRangeException>(() => new VBuffer<float>(1, 2, [1f, 2f], [1, 2])).ParamName);
        Assert.Equal("indices", Assert.Throws<ArgumentOutOfRangeException>(() => new VBuffer<float>(3, 2, [1f, 2f], null)).ParamName);
        Assert.Equal("length", Assert.Throws<ArgumentOutOfRangeException>(() => new VBuffer<float>(-1, [])).ParamName);
    }

    [Fact]
    public void Copies_are_deep()
    {
        var source = Sparse();
        var copy = default(VBuffer<float>);
        source.CopyTo(ref copy);
        var editor = VBufferEditor.CreateFromBuffer(ref source);
        editor.Values[0] = 9;
        Assert.Equal([0f, 1f, 0f, 2f, 0f], copy.DenseValues());

        var part = default(VBuffer<float>);
        copy.CopyTo(ref part, 1, 3);
        Assert.Equal([1f, 0f, 2f], part.DenseValues());

        var span = new float[6];
        copy.CopyTo(span.AsSpan(), 1, -1f);
        Assert.Equal([0f, -1f, 1f, -1f, 2f, -1f], span);
        Assert.Throws<ArgumentOutOfRangeException>(() => copy.CopyTo(new float[4].AsSpan()));

        var dense = default(VBuffer<float>);
        copy.CopyToDense(ref dense);
        Assert.True(dense.IsDense);
        Assert.Equal(copy.DenseValues(), dense.DenseValues());
    }

    [Fact]
    public void An_editor_reuses_arrays_that_are_large_enough()
    {
        var vector = new VBuffer<float>(4, [1f, 2f, 3f, 4f]);
        var smaller = VBufferEditor.Create(ref vector, 2);
        Assert.False(smaller.CreatedNewValues);
        Assert.Equal([1f, 2f], smaller.Values.ToArray());
        Assert.True(smaller.Indices.IsEmpty);

        var larger = VBufferEditor.Create(ref vector, 5, keepOldOnResize: true);
        Assert.True(larger.CreatedNewValues);
        Assert.Equal([1f, 2f, 3f, 4f, 0f], larger.Values.ToArray());
        larger.Values[4] = 5;
        Assert.Equal([1f, 2f, 3f, 4f, 5f], larger.Commit().DenseValues());
    }

    [Fact]
    public void An_editor_makes_sparse_vectors()
    {
        var vector = default(VBuffer<float>);
        var editor = VBufferEditor.Create(ref vector, 4, 2);
        editor.Indices[0] = 1;
        editor.Values[0] = 7;
        var made = editor.CommitTruncated(1);
        Assert.Equal([0f, 7f, 0f, 0f], made.DenseValues());
        Assert.Equal("valuesCount", Assert.Throws<ArgumentOutOfRangeException>(() => VBufferEditor.Create(ref vector, 3, 4)).ParamName);
        Assert.Equal("newLogicalLength", Assert.Throws<ArgumentOutOfRangeException>(() => VBufferEditor.Create(ref vector, -3)).ParamName);
    }
}
