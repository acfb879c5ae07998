using System.Runtime.InteropServices;
using static TorchSharp.StandIn.Tests.Numbers;
using static TorchSharp.torch;

namespace TorchSharp.StandIn.Tests;

[Collection(TorchCollection.Name)]
public class TensorTests
{
    private static Tensor Matrix() => tensor(new float[] { 1, 2, 3, 4, 5, 6 }, [2, 3]);

    [TorchFact]
    public void Factories_fill_as_asked()
    {
        AssertValues([0, 0, 0], zeros(3));
        AssertValues([1, 1], ones(new long[] { 2, 1 }));
        AssertValues([7, 7], full(2, 7f));
        Assert.Equal(ScalarType.Int64, full(2, 7L).dtype);
        AssertValues([0, 1, 2], arange(3));
        Assert.Equal(ScalarType.Int64, arange(3).dtype);
        AssertValues([1, 1.5f, 2, 2.5f], arange(1, 3, 0.5));
        AssertValues([1, 0, 0, 1], eye(2));
        Assert.Equal(new long[] { 2, 3, 4 }, empty(2, 3, 4).shape);
        Assert.Equal(ScalarType.Bool, tensor(new[] { true, false }).dtype);
        AssertValues([1, 0], tensor(new[] { true, false }));
        AssertValues([1, 2, 3, 4], tensor(new long[,] { { 1, 2 }, { 3, 4 } }));
        Assert.Equal(ScalarType.Float64, tensor(new float[] { 1 }, dtype: ScalarType.Float64).dtype);
        AssertValues([5, 5, 5, 5, 5, 5], Matrix().full_like(5));
    }

    [TorchFact]
    public void A_tensor_is_a_copy_of_its_array()
    {
        var source = new float[] { 1, 2 };
        var copy = tensor(source);
        source[0] = 9;
        AssertValues([1, 2], copy);
    }

    [TorchFact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => tensor(new float[] { 1, 2, 3 }, [2, 2]));
        Assert.Throws<ExternalException>(() => Matrix().view(4));
        Assert.Throws<ExternalException>(() => Matrix().mm(Matrix()));
        Assert.Throws<ExternalException>(() => Matrix() + ones(4));
    }

    [TorchFact]
    public void An_error_names_the_shapes_in_its_first_line()
    {
        var error = Assert.Throws<ExternalException>(() => Matrix().mm(Matrix()));
        Assert.Contains("2x3", error.Message.Split('\n')[0]);
    }

    [TorchFact]
    public void Shapes_change_without_moving_elements()
    {
        var m = Matrix();
        Assert.Equal(new long[] { 3, 2 }, m.t().shape);
        AssertValues([1, 4, 2, 5, 3, 6], m.transpose(0, 1).contiguous());
        AssertValues([1, 4, 2, 5, 3, 6], m.permute(1, 0));
        AssertValues([2, 3, 5, 6], m.narrow(1, 1, 2));
        AssertValues([4, 5, 6], m.select(0, 1));
        AssertValues([3, 6, 1, 4], m.t().index_select(0, tensor(new long[] { 2, 0 })));
        AssertValues([1, 2, 3, 4, 5, 6], m.flatten());
        Assert.Equal(new long[] { 2, 1, 3 }, m.unsqueeze(1).shape);
        Assert.Equal(new long[] { 2, 3 }, m.unsqueeze(1).squeeze(1).shape);
        AssertValues([1, 1, 1, 2, 2, 2], tensor(new float[] { 1, 2 }, [2, 1]).expand(2, 3));
        AssertValues([1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6], m.repeat(2, 1));
        AssertValues([4, 5, 6, 1, 2, 3], m.flip(0));
        m.view(3, 2)[0, 1] = tensor(20f);
        AssertValues([1, 20, 3, 4, 5, 6], m);
    }

    [TorchFact]
    public void Pieces_and_joins()
    {
        var m = Matrix();
        var rows = m.unbind();
        AssertValues([4, 5, 6], rows[1]);
        var columns = m.split(2, 1);
        Assert.Equal(2, columns.Length);
        AssertValues([3, 6], columns[1]);
        Assert.Equal(3, m.chunk(3, 1).Length);
        AssertValues([2, 3, 5, 6], m.split([1, 2], 1L)[1]);
        AssertValues([1, 2, 3, 4, 5, 6, 1, 2, 3], cat([m, rows[0].unsqueeze(0)], 0));
        AssertValues([4, 1, 5, 2, 6, 3], stack([rows[1], rows[0]], 1));
    }

    [TorchFact]
    public void Brackets_index_as_documented()
    {
        var m = Matrix();
        AssertValues([4, 5, 6], m[1]);
        Assert.Equal(6, m[1, 2].ToSingle());
        AssertValues([2, 5], m[TensorIndex.Colon, 1]);
        AssertValues([2, 3, 5, 6], m[TensorIndex.Colon, TensorIndex.Slice(1)]);
        AssertValues([2, 5], m[.., 1..2]);
        AssertValues([3, 6], m[TensorIndex.Ellipsis, -1]);
        Assert.Equal(new long[] { 2, 1, 3 }, m[TensorIndex.Colon, TensorIndex.None].shape);
        AssertValues([4, 5, 6, 1, 2, 3], m[tensor(new long[] { 1, 0 })]);
        AssertValues([3, 4], m[TensorIndex.Tensor(tensor(new long[] { 0, 1 })), TensorIndex.Tensor(tensor(new long[] { 2, 0 }))]);
        AssertValues([2, 1, 5, 4], m[TensorIndex.Colon, TensorIndex.Tensor(tensor(new long[] { 1, 0 }))]);
        AssertValues([5, 6], m[TensorIndex.Tensor(m > 4)]);
        m[0, TensorIndex.Slice(0, 2)] = zeros(2);
        AssertValues([0, 0, 3, 4, 5, 6], m);
        m[TensorIndex.Tensor(m == 0)] = tensor(-1f);
        AssertValues([-1, -1, 3, 4, 5, 6], m);
    }

    [TorchFact]
    public void Arithmetic_matches_hand_computation()
    {
        var a = tensor(new float[] { 1, -2, 3 });
        var b = tensor(new float[] { 4, 5, -6 });
        AssertValues([5, 3, -3], a + b);
        AssertValues([-3, -7, 9], a - b);
        AssertValues([4, -10, -18], a * b);
        AssertValues([0.25f, -0.4f, -0.5f], a / b);
        AssertValues([3, 0, 5], a + 2);
        AssertValues([1, 4, -1], 2 - a);
        AssertValues([2, -4, 6], 2.0 * a);
        AssertValues([0.5f, -1, 1.5f], a / 2f);
        AssertValues([2, -1, 2f / 3], 2 / a);
        AssertValues([-1, 2, -3], -a);
        AssertValues([9, 8, -9], a.add(b, 2));
        AssertValues([1, 4, 9], a.pow(2));
        AssertValues([4, 5, 3], a.maximum(b));
        AssertValues([1, 0, 2], a.clamp(0, 2));
        AssertValues([2.5f, 1.5f, -1.5f], a.lerp(b, full(3, 0.5f)));
        AssertValues([9, -22, -33], a.addcmul(a * b, ones(3), 2));
        AssertValues([0, 0, 1], ~(a < b));
    }

    [TorchFact]
    public void In_place_twins_change_and_return_the_tensor_itself()
    {
        var a = tensor(new float[] { 1, 2 });
        Assert.Same(a, a.add_(1).mul_(3).sub_(tensor(new float[] { 0, 1 })).div_(2));
        AssertValues([3, 4], a);
        a.lerp_(zeros(2), full(2, 0.5f));
        AssertValues([1.5f, 2], a);
        a.addcdiv_(ones(2), full(2, 2f), 3).addcmul_(ones(2), ones(2), -1);
        AssertValues([2, 2.5f], a);
        a.copy_(tensor(new float[] { -1, 9 })).clamp_(0, 5);
        AssertValues([0, 5], a);
        a.masked_fill_(a > 1, 7).fill_(3).zero_();
        AssertValues([0, 0], a);
    }

    [TorchFact]
    public void Functions_match_those_of_the_framework()
    {
        var x = new float[] { -2, -0.5f, 0.3f, 4 };
        var t = tensor(x);
        AssertValues([.. x.Select(v => 1 / (1 + MathF.Exp(-v)))], t.sigmoid());
        AssertValues([.. x.Select(MathF.Tanh)], t.tanh());
        AssertValues([.. x.Select(MathF.Exp)], t.exp(), 1e-5f);
        AssertValues([.. x.Select(v => MathF.Log(MathF.Abs(v)))], t.abs().log());
        AssertValues([.. x.Select(v => MathF.Max(0, v))], t.relu());
        AssertValues([.. x.Select(v => v * v)], t.square());
        AssertValues([.. x.Select(v => MathF.Sqrt(v * v))], (t * t).sqrt());
        double sum = x.Sum(v => Math.Exp(v));
        AssertValues([.. x.Select(v => (float)(Math.Exp(v) / sum))], t.softmax(0));
        AssertValues([.. x.Select(v => (float)(v - Math.Log(sum)))], t.log_softmax(0), 1e-5f);
        AssertValues([0, 1, 0], tensor(new float[] { 1, float.NaN, float.PositiveInfinity }).isnan());
        AssertValues([1, 0, 0], tensor(new float[] { 1, float.NaN, float.PositiveInfinity }).isfinite());
    }

    [TorchFact]
    public void Reductions_match_hand_computation()
    {
        var m = Matrix();
        Assert.Equal(21, m.sum().ToSingle());
        AssertValues([5, 7, 9], m.sum(dim: 0));
        AssertValues([6, 15], m.sum(1, keepdim: true));
        Assert.Equal(3.5f, m.mean().ToSingle());
        AssertValues([2, 5], m.mean([1]));
        Assert.Equal(6, m.max().ToSingle());
        var (values, places) = m.max(1);
        AssertValues([3, 6], values);
        AssertValues([2, 2], places);
        AssertValues([4, 5, 6], m.amax([0]));
        AssertValues([1, 1, 1], m.argmax(0));
        var (top, where) = m.topk(2, 1);
        AssertValues([3, 2, 6, 5], top);
        AssertValues([2, 1, 2, 1], where);
        Assert.Equal(Math.Sqrt(91), m.norm().ToDouble(), 5);
        AssertValues([1, 3, 6, 4, 9, 15], m.cumsum(1));
        Assert.Equal(ScalarType.Int64, tensor(new[] { true, true }).sum().dtype);
        Assert.Equal(2, tensor(new[] { true, true }).sum().ToInt64());
    }

    [TorchFact]
    public void Matrix_products_match_a_plain_loop()
    {
        var a = Matrix();
        var b = tensor(new float[] { 1, 0, 2, -1, 3, 1 }, [3, 2]);
        float[] expected = [14, 1, 32, 1];
        AssertValues(expected, a.mm(b));
        AssertValues(expected, a.matmul(b));
        AssertValues([.. expected.Select(v => (2 * v) + 0.5f)], ones(2, 2).addmm(a, b, 0.5f, 2));
    }

    [TorchFact]
    public void Conditions_choose_elements()
    {
        var m = Matrix();
        AssertValues([0, 0, 3, 4, 5, 6], torch.where(m > 2, m, zeros_like(m)));
        AssertValues([9, 9, 3, 4, 5, 6], m.masked_fill(m.le(2), 9));
        Assert.True(m.allclose(m + 1e-9));
        Assert.True(m.Equals(Matrix()));
        Assert.False(m.Equals(m + 1));
        AssertValues([3, 4, 5, 6], m.masked_select(m >= 3));
    }

    [TorchFact]
    public void Bytes_are_the_memory_itself()
    {
        var m = Matrix();
        MemoryMarshal.Cast<byte, float>(m.bytes)[5] = 60;
        Assert.Equal(60, m[1, 2].ToSingle());
        Assert.Equal(3 * sizeof(float), m[1].bytes.Length);
        Assert.Equal(4, MemoryMarshal.Cast<byte, float>(m[1].bytes)[0]);
        Assert.ThrowsAny<Exception>(() => m.t().bytes.Length);
    }

    [TorchFact]
    public void Elements_read_in_row_order_whatever_the_strides()
    {
        var t = Matrix().t();
        Assert.Equal([1, 4, 2, 5, 3, 6], t.data<float>().ToArray());
        Assert.Equal(5, t.data<float>()[1, 1]);
        Assert.Throws<ArgumentException>(() => t.data<double>());
        Assert.Equal(2.5, tensor(2.5).item<double>());
        Assert.Throws<ArgumentException>(() => t.item<float>());
    }

    [TorchFact]
    public void Types_convert()
    {
        var t = tensor(new float[] { 1.7f, -1.7f });
        AssertValues([1, -1], t.to(ScalarType.Int64));
        t.to(ScalarType.Float32).add_(1);
        AssertValues([2.7f, -0.7f], t);
        t.to(ScalarType.Float32, copy: true).add_(1);
        AssertValues([2.7f, -0.7f], t);
        t.cpu().Dispose();
        Assert.False(t.IsInvalid);
        Assert.Equal("[2], type = Float32, device = cpu", t.ToString());
        Assert.Equal(8, t.@double().ElementSize);
        Assert.Equal(2.5f, (float)tensor(2.5));
    }

    [TorchFact]
    public void A_storage_begins_where_its_first_tensor_does()
    {
        var whole = tensor(new float[] { 1, 2, 3, 4 });
        var part = whole.narrow(0, 1, 2);
        var storage = new Floats(part);
        Assert.Equal(new Floats(whole).Start, storage.Start);
        Assert.Equal(2f, Marshal.PtrToStructure<float>(storage.Start + (int)(part.storage_offset() * storage.element_size())));
    }

    private sealed class Floats(Tensor tensor) : Storage(tensor)
    {
        public IntPtr Start => data_ptr();

        public override int element_size() => sizeof(float);
    }
}
