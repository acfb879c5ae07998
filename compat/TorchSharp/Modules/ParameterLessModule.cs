namespace TorchSharp.Modules;

/// <summary>A module that learns nothing.</summary>
public interface IParameterLessModule
{
}

/// <summary>A module of one input that learns nothing.</summary>
public abstract class ParameterLessModule<T1, TResult> : torch.nn.Module<T1, TResult>, IParameterLessModule
{
    protected ParameterLessModule(string name)
        : base(name)
    {
    }
}
