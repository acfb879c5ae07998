using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>Weights between plain arrays (<see cref="WeightSet"/>) and a module's tensors, matched by the names of <see cref="WeightNames"/>.</summary>
internal static class ModuleWeights
{
    /// <summary>Copies every given weight into the module's tensor of that name.</summary>
    /// <exception cref="ArgumentException">The module has no tensor of a name and shape.</exception>
    public static void Write(torch.nn.Module module, WeightSet weights)
    {
        var tensors = module.state_dict();
        foreach (var name in weights.Names)
            TensorMemory.Fill(Find(tensors, name, weights[name].Shape), weights[name].Values);
    }

    /// <summary>Copies the module's tensors of the given names and shapes.</summary>
    /// <exception cref="ArgumentException">The module has no tensor of a name and shape.</exception>
    public static WeightSet Read(torch.nn.Module module, IEnumerable<(string Name, int[] Shape)> expected)
    {
        var tensors = module.state_dict();
        return new WeightSet(expected.Select(weight => KeyValuePair.Create(
            weight.Name,
            new WeightTensor(weight.Shape, TensorMemory.Copy(Find(tensors, weight.Name, weight.Shape))))));
    }

    private static torch.Tensor Find(Dictionary<string, torch.Tensor> tensors, string name, int[] shape)
    {
        if (!tensors.TryGetValue(name, out var tensor) || !tensor.shape.SequenceEqual(shape.Select(size => (long)size)))
            throw new ArgumentException($"The module has no tensor '{name}' of shape [{string.Join(", ", shape)}].");
        return tensor;
    }
}
