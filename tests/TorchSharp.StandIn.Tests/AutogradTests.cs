using System.Runtime.InteropServices;
using static TorchSharp.StandIn.Tests.Numbers;
using static TorchSharp.torch;

namespace TorchSharp.StandIn.Tests;

[Collection(TorchCollection.Name)]
public class AutogradTests
{
    [TorchFact]
    public void Gradients_match_finite_differences()
    {
        double[] at = [0.3, -0.7, 1.2, 0.9, -0.2, 0.5];
        AssertGradient(x => (x.sigmoid() * x.tanh()).sum(), at, 2, 3);
        AssertGradient(x => x.mm(x.t()).exp().mean(), at, 2, 3);
        AssertGradient(x => x.log_softmax(1).select(1, 2).sum(), at, 2, 3);
        AssertGradient(x => x.narrow(1, 0, 2).lerp(x.narrow(1, 1, 2), x.narrow(1, 1, 2).sigmoid()).pow(2).sum(), at, 2, 3);
        AssertGradient(x => nn.functional.cross_entropy(x, tensor(new long[] { 2, 0 }), label_smoothing: 0.1), at, 2, 3);
    }

    [TorchFact]
    public void Gradients_add_up_until_they_are_cleared()
    {
        var x = tensor(3f, requires_grad: true);
        Assert.Null(x.grad);
        (x * x).backward();
        (x * x).backward();
        Assert.Equal(12, x.grad!.ToSingle());
        x.grad = null;
        Assert.Null(x.grad);
    }

    [TorchFact]
    public void Nothing_is_recorded_without_gradients()
    {
        var x = ones(2, requires_grad: true);
        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            Assert.False((x * 2).requires_grad);
            using (enable_grad())
                Assert.True((x * 2).requires_grad);
        }
        using (inference_mode())
            Assert.False((x * 2).requires_grad);
        using (set_grad_enabled(false))
            Assert.False((x * 2).requires_grad);
        Assert.True((x * 2).requires_grad);
        Assert.False((x * 2).detach().requires_grad);
        Assert.Throws<ExternalException>(() => x.add_(1));
        Assert.Throws<ExternalException>(() => x.detach().sum().backward());
    }

    [TorchFact]
    public void A_custom_function_runs_its_own_backward()
    {
        var x = tensor(new float[] { 1, 2, 3 }, requires_grad: true);
        var y = ScaledSquare.apply(x, 5.0);
        AssertValues([5, 20, 45], y);
        y.sum().backward();
        AssertValues([10, 20, 30], x.grad!);
        AssertGradient(v => ScaledSquare.apply(v, 0.5).sum(), [0.4, -1.5], 2);
        Assert.False(ScaledSquare.apply(x.detach(), 5.0).requires_grad);
    }

    [TorchFact]
    public void A_custom_function_in_the_middle_of_a_graph()
    {
        AssertGradient(v => (ScaledSquare.apply(v.tanh(), 3.0) * v).sum(), [0.4, -1.5], 2);
    }

    [TorchFact]
    public void Several_outputs_get_a_gradient_each()
    {
        var a = tensor(new float[] { 2 }, requires_grad: true);
        var b = tensor(new float[] { 3 }, requires_grad: true);
        var results = SumAndProduct.apply(a, "passed by", b);
        (results[0] * 10 + results[1]).backward();
        AssertValues([13], a.grad!);
        AssertValues([12], b.grad!);
        a.grad = null;
        // The sum is unused here, so its gradient arrives as zeros.
        SumAndProduct.apply(a, "passed by", b)[1].backward();
        AssertValues([3], a.grad!);
    }

    [TorchFact]
    public void An_exception_in_forward_comes_through_as_it_is()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Failing.apply(ones(1, requires_grad: true), true));
        Assert.Equal("forward failed", error.Message);
    }

    [TorchFact]
    public void An_exception_in_backward_surfaces_from_backward()
    {
        var loss = Failing.apply(ones(1, requires_grad: true), false).sum();
        var error = Assert.Throws<ExternalException>(() => loss.backward());
        Assert.Contains("backward failed", error.Message);
    }

    [TorchFact]
    public void Applying_a_custom_function_leaks_nothing()
    {
        static void Run()
        {
            using var scope = NewDisposeScope();
            var x = ones(4, requires_grad: true);
            ScaledSquare.apply(x, 2.0).sum().backward();
            ScaledSquare.apply(x, 2.0);
        }
        Run();
        long before = Tensor.TotalCount;
        for (int i = 0; i < 20; i++)
            Run();
        Assert.Equal(before, Tensor.TotalCount);
    }

    private sealed class ScaledSquare : autograd.SingleTensorFunction<ScaledSquare>
    {
        public override string Name => nameof(ScaledSquare);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var x = (Tensor)vars[0];
            ctx.save_for_backward([x]);
            ctx.save_data("scale", vars[1]);
            return x * x * (double)vars[1];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            Assert.False(is_grad_enabled());
            var x = ctx.get_saved_variables()[0];
            return [grad_output * x * (2 * (double)ctx.get_data("scale")), null!];
        }
    }

    private sealed class SumAndProduct : autograd.MultiTensorFunction<SumAndProduct>
    {
        public override string Name => nameof(SumAndProduct);

        public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (a, b) = ((Tensor)vars[0], (Tensor)vars[2]);
            ctx.save_for_backward([a, b]);
            return [a + b, a * b];
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
        {
            var saved = ctx.get_saved_variables();
            return [grad_outputs[0] + (grad_outputs[1] * saved[1]), null!, grad_outputs[0] + (grad_outputs[1] * saved[0])];
        }
    }

    private sealed class Failing : autograd.SingleTensorFunction<Failing>
    {
        public override string Name => nameof(Failing);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars) =>
            (bool)vars[1] ? throw new InvalidOperationException("forward failed") : (Tensor)vars[0] * 2;

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
            throw new InvalidOperationException("backward failed");
    }
}
