namespace TorchSharp.Modules;

/// <summary>A tensor that a module learns. It takes the given tensor's place; that one becomes invalid.</summary>
public class Parameter : torch.Tensor
{
    public Parameter(torch.Tensor data, bool requires_grad = true)
        : this(data, data.Scope, requires_grad)
    {
    }

    private Parameter(torch.Tensor data, DisposeScope? scope, bool requiresGrad)
        : base(data.Surrender(requiresGrad), register: false)
    {
        scope?.Replace(data, this);
    }
}
