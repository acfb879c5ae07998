using TorchSharp;
using TorchSharp.Modules;

namespace Microsoft.ML.MultiFit;

/// <summary>The network in training.</summary>
/// <param name="Module">The network.</param>
/// <param name="Weights">Names and shapes of all it has learned, as a file keeps them.</param>
/// <param name="Groups">What learns, by layer group.</param>
/// <param name="Masks">Where its dropout masks come from: the only random state there is besides the order of the data, which seed and epoch give.</param>
internal sealed record Trainee(
    torch.nn.Module Module,
    IReadOnlyList<(string Name, int[] Shape)> Weights,
    IReadOnlyList<IReadOnlyList<Parameter>> Groups,
    DropoutMasks Masks)
{
    /// <summary>Numbers that learn.</summary>
    public long ParameterCount => Groups.Sum(group => group.Sum(parameter => parameter.numel()));

    /// <summary>A copy of the weights as they are.</summary>
    public WeightSet Read() => ModuleWeights.Read(Module, Weights);
}
