using System.Runtime.InteropServices;
using TorchSharp.Modules;
using static TorchSharp.StandIn.Tests.Numbers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.StandIn.Tests;

[Collection(TorchCollection.Name)]
public class ModuleTests
{
    [TorchFact]
    public void Fields_are_registered_under_their_names()
    {
        using var net = new Net();
        Assert.Equal(["scale", "first.weight", "first.bias", "blocks.0.weight", "blocks.0.bias", "blocks.1.weight", "blocks.1.bias"],
            net.named_parameters().Select(p => p.name));
        Assert.Equal(["offset", "blocks.1.running_mean", "blocks.1.running_var", "blocks.1.num_batches_tracked"],
            net.named_buffers().Select(b => b.name));
        Assert.Equal(["first", "blocks", "blocks.0", "blocks.1", "blocks.2"], net.named_modules().Select(m => m.name));
        Assert.Equal(net.parameters().Count() + net.buffers().Count(), net.state_dict().Count);
        Assert.Same(net.get_parameter("scale"), net.state_dict()["scale"]);
    }

    [TorchFact]
    public void A_name_can_be_given_by_attribute_and_must_be_free()
    {
        using var net = new Named();
        Assert.Equal(["kernel"], net.named_parameters().Select(p => p.name));
        Assert.Throws<InvalidOperationException>(() => net.register_parameter("kernel", new Parameter(ones(1))));
        Assert.Throws<ArgumentException>(() => net.register_module("a.b", Linear(1, 1)));
    }

    [TorchFact]
    public void Buffers_that_do_not_persist_are_not_state()
    {
        using var net = new Net();
        net.register_buffer("cache", ones(1), persistent: false);
        Assert.DoesNotContain("cache", net.state_dict().Keys);
    }

    [TorchFact]
    public void State_moves_from_one_module_to_another()
    {
        using var from = new Net();
        using var to = new Net();
        var (missing, unexpected) = to.load_state_dict(from.state_dict());
        Assert.Empty(missing);
        Assert.Empty(unexpected);
        var x = randn(4, 3);
        from.eval();
        to.eval();
        Assert.True(from.call(x).Equals(to.call(x)));
        var partial = from.state_dict();
        partial.Remove("scale");
        partial["more"] = ones(1);
        Assert.Throws<InvalidOperationException>(() => to.load_state_dict(partial));
        (missing, unexpected) = to.load_state_dict(partial, strict: false);
        Assert.Equal(["scale"], missing);
        Assert.Equal(["more"], unexpected);
    }

    [TorchFact]
    public void A_tied_parameter_is_listed_once_and_learned_through_both_uses()
    {
        using var embedding = Embedding(3, 2);
        var table = embedding.weight!;
        var hidden = embedding.call(tensor(new long[] { 1 }));
        var scores = functional.linear(hidden, table);
        scores.sum().backward();
        var weight = table.Values();
        var gradient = table.grad!.Values();
        // Row 1 is both the input and a row of the output matrix.
        Assert.Equal(weight[0] + weight[2] + weight[4] + weight[2], gradient[2], 5);
        Assert.Equal(weight[2], gradient[0], 5);
        using var tied = new Tied(table);
        Assert.Single(tied.parameters());
        Assert.Equal(["a", "b"], tied.named_children().Select(c => c.name));
    }

    [TorchFact]
    public void Training_mode_reaches_all_parts()
    {
        using var net = new Net();
        Assert.True(net.training);
        net.eval();
        Assert.All(net.modules(), m => Assert.False(m.training));
        net.train();
        Assert.All(net.modules(), m => Assert.True(m.training));
    }

    [TorchFact]
    public void Linear_is_an_affine_map_with_bounded_start()
    {
        using var layer = Linear(4, 2);
        Assert.Equal(new long[] { 2, 4 }, layer.weight.shape);
        Assert.All(layer.weight.Values().Concat(layer.bias!.Values()), v => Assert.InRange(v, -0.5f, 0.5f));
        var x = randn(3, 4);
        Assert.True(layer.call(x).allclose(x.mm(layer.weight.t()) + layer.bias!));
        using var plain = Linear(4, 2, hasBias: false);
        Assert.Null(plain.bias);
        Assert.Throws<ExternalException>(() => layer.call(randn(3, 5)));
    }

    [TorchFact]
    public void Embedding_looks_rows_up_and_leaves_the_padding_row_alone()
    {
        using var embedding = Embedding(4, 2, padding_idx: 1);
        var table = embedding.weight!;
        AssertValues([0, 0], table[1]);
        var rows = embedding.call(tensor(new long[] { 3, 1, 3 }));
        Assert.True(rows[0].Equals(table[3]));
        rows.sum().backward();
        AssertValues([0, 0, 0, 0, 0, 0, 2, 2], table.grad!);
        Assert.Throws<ExternalException>(() => embedding.call(tensor(new long[] { 4 })));
    }

    [TorchFact]
    public void Dropout_zeroes_and_rescales_in_training_alone()
    {
        using var dropout = Dropout(0.25);
        var x = ones(10_000);
        var kept = dropout.call(x).Values();
        Assert.All(kept, v => Assert.True(v == 0 || Math.Abs(v - (1 / 0.75f)) < 1e-6));
        Assert.InRange(kept.Count(v => v == 0), 2300, 2700);
        dropout.eval();
        Assert.True(dropout.call(x).Equals(x));
    }

    [TorchFact]
    public void Batch_norm_matches_hand_arithmetic()
    {
        using var norm = BatchNorm1d(1);
        var x = tensor(new float[] { 1, 3 }, [2, 1]);
        float root = MathF.Sqrt(1 + 1e-5f);
        AssertValues([-1 / root, 1 / root], norm.call(x), 1e-5f);
        // Running values move by a tenth: the mean from 0 to 2, the unbiased variance from 1 to 2.
        AssertValues([0.2f], norm.running_mean!);
        AssertValues([1.1f], norm.running_var!);
        Assert.Equal(1, norm.num_batches_tracked!.ToInt64());
        norm.eval();
        AssertValues([(1 - 0.2f) / MathF.Sqrt(1.1f + 1e-5f)], norm.call(x[0].unsqueeze(0)), 1e-5f);
        Assert.Throws<ArgumentException>(() => norm.call(ones(2)));
    }

    [TorchFact]
    public void Losses_match_a_plain_loop()
    {
        float[,] scores = { { 1, 2, 0.5f }, { -1, 0, 3 } };
        long[] targets = [1, 0];
        float[] weights = [0.5f, 2, 1];
        var x = tensor(scores);
        var y = tensor(targets);
        double LogP(int row, long column)
        {
            double sum = 0;
            for (int c = 0; c < 3; c++)
                sum += Math.Exp(scores[row, c]);
            return scores[row, column] - Math.Log(sum);
        }
        double a = -LogP(0, 1), b = -LogP(1, 0);
        Assert.Equal((a + b) / 2, functional.cross_entropy(x, y).ToDouble(), 5);
        Assert.Equal(a + b, functional.cross_entropy(x, y, reduction: Reduction.Sum).ToDouble(), 5);
        AssertValues([(float)a, (float)b], functional.cross_entropy(x, y, reduction: Reduction.None), 1e-5f);
        Assert.Equal(((2 * a) + (0.5 * b)) / 2.5, functional.cross_entropy(x, y, tensor(weights)).ToDouble(), 5);
        Assert.Equal(a, functional.cross_entropy(x, tensor(new long[] { 1, 7 }), ignore_index: 7).ToDouble(), 5);
        double uniform = -Enumerable.Range(0, 6).Sum(i => LogP(i / 3, i % 3)) / 6;
        Assert.Equal((0.9 * (a + b) / 2) + (0.1 * uniform), functional.cross_entropy(x, y, label_smoothing: 0.1).ToDouble(), 5);
        Assert.Equal((a + b) / 2, functional.nll_loss(functional.log_softmax(x, 1), y).ToDouble(), 5);
    }

    [TorchFact]
    public void Another_element_type_replaces_the_parameters()
    {
        using var net = new Net();
        var before = net.first.weight;
        var offset = net.get_buffer("offset")!.Values();
        net.to(ScalarType.Float64);
        Assert.True(before.IsInvalid);
        Assert.All(net.parameters(), p => Assert.Equal(ScalarType.Float64, p.dtype));
        Assert.All(net.parameters(), p => Assert.True(p.requires_grad && p.is_leaf));
        AssertValues(offset, net.Offset);
        Assert.Equal(ScalarType.Int64, net.get_buffer("blocks.1.num_batches_tracked")!.dtype);
        Assert.Equal(ScalarType.Float64, net.call(randn(2, 3, ScalarType.Float64)).dtype);
    }

    [TorchFact]
    public void Initialisers_write_in_place_without_gradients()
    {
        var p = new Parameter(empty(50, 40));
        Assert.Same(p, init.constant_(p, 2));
        AssertValues(Enumerable.Repeat(2f, 2000).ToArray(), p);
        init.uniform_(p, -0.1, 0.1);
        Assert.All(p.Values(), v => Assert.InRange(v, -0.1f, 0.1f));
        init.kaiming_uniform_(p, Math.Sqrt(5));
        Assert.All(p.Values(), v => Assert.InRange(v, -1 / MathF.Sqrt(40), 1 / MathF.Sqrt(40)));
        init.xavier_uniform_(p);
        Assert.All(p.Values(), v => Assert.InRange(v, -MathF.Sqrt(6f / 90), MathF.Sqrt(6f / 90)));
        Assert.True(p.is_leaf && p.requires_grad);
    }

    [TorchFact]
    public void A_disposed_module_releases_its_tensors()
    {
        var net = new Net();
        List<Tensor> tensors = [.. net.parameters(), .. net.buffers()];
        net.Dispose();
        Assert.All(tensors, t => Assert.True(t.IsInvalid));
    }

    private sealed class Net : Module<Tensor, Tensor>
    {
        internal readonly Linear first = Linear(3, 4);
        private readonly Sequential blocks = Sequential(Linear(4, 4), BatchNorm1d(4), ReLU());
        private readonly Parameter scale = new(full(1, 2f));
        private readonly Tensor offset = tensor(new float[] { 1, 2, 3, 4 });

        internal Net()
            : base("net") => RegisterComponents();

        internal Tensor Offset => offset;

        public override Tensor forward(Tensor input) => (blocks.call(first.call(input)) * scale) + offset;
    }

    private sealed class Named : Module<Tensor, Tensor>
    {
        [Utils.ComponentName(Name = "kernel")]
        private readonly Parameter weight = new(ones(1));

        internal Named()
            : base("named") => RegisterComponents();

        public override Tensor forward(Tensor input) => input * weight;
    }

    private sealed class Tied : Module<Tensor, Tensor>
    {
        private readonly Linear a, b;

        internal Tied(Parameter weight)
            : base("tied")
        {
            a = Linear(weight);
            b = Linear(weight);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => b.call(a.call(input));
    }
}
