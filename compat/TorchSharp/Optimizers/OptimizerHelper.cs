// Not annotated for null, as in the real library.
#nullable disable

using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What the optimizers have in common: a step walks over all parameters that have a gradient.</summary>
public abstract class OptimizerHelper : optim.Optimizer
{
    public OptimizerHelper()
    {
    }

    protected Tensor _step<T>(Action<T> body, Func<Tensor> loss_closure = null)
        where T : ParamGroup
    {
        Tensor loss = null;
        if (loss_closure is not null)
        {
            using (enable_grad())
                loss = loss_closure();
        }
        using var frozen = no_grad();
        foreach (var group in _parameter_groups)
            body((T)group);
        return loss;
    }

    /// <summary>Calls the action with each parameter of the group that has a gradient, inside a scope of its own.</summary>
    internal static void ForEachGradient(ParamGroup group, Action<Parameter, Tensor> action)
    {
        foreach (var parameter in group.Parameters)
        {
            using var scope = NewDisposeScope();
            if (parameter.grad is { } gradient)
                action(parameter, gradient);
        }
    }
}
