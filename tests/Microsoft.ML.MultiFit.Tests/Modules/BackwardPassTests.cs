using System.Runtime.InteropServices;
using TorchSharp;

namespace Microsoft.ML.MultiFit.Tests;

[Collection(nameof(TorchCollection))]
public class BackwardPassTests
{
    [Fact]
    public void A_failure_is_thrown_where_the_gradient_was_asked_for()
    {
        using var scope = torch.NewDisposeScope();
        var leaf = torch.ones(2).requires_grad_();
        Failing.apply(leaf).sum().backward();
        var error = Assert.Throws<ExternalException>(BackwardPass.OfThread.ThrowIfFailed);
        Assert.Equal("CUDA out of memory.", error.Message);
        Assert.True(TrainingFailure.IsOutOfMemory(error));
        Assert.True(leaf.grad is null || TensorMemory.Floats(leaf.grad).ToArray().All(value => value == 0));
        BackwardPass.OfThread.ThrowIfFailed();
    }

    private sealed class Failing : torch.autograd.SingleTensorFunction<Failing>
    {
        public override string Name => nameof(Failing);

        public override torch.Tensor forward(torch.autograd.AutogradContext ctx, params object[] vars)
        {
            BackwardPass.Prepare(ctx);
            return ((torch.Tensor)vars[0]).clone();
        }

        public override List<torch.Tensor> backward(torch.autograd.AutogradContext ctx, torch.Tensor grad_output) =>
            BackwardPass.Run(ctx, grad_output, argumentCount: 1, () => throw new ExternalException("CUDA out of memory."));
    }
}
