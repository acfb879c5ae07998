using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML.MultiFit;

/// <summary>Learned numbers by name, checked to be exactly the ones a model asks for. Read-only once built.</summary>
public sealed partial class WeightSet
{
    private readonly Dictionary<string, WeightTensor> _tensors;

    /// <summary>Wraps the given tensors.</summary>
    /// <exception cref="InvalidDataException">A tensor's values do not fill its shape.</exception>
    public WeightSet(IEnumerable<KeyValuePair<string, WeightTensor>> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        _tensors = new Dictionary<string, WeightTensor>(tensors, StringComparer.Ordinal);
        foreach (var (name, tensor) in _tensors)
        {
            if (tensor.Shape.Aggregate(1L, (product, size) => product * size) != tensor.Values.Length)
                throw new InvalidDataException($"Weight '{name}' has {tensor.Values.Length} values, which do not fill its shape {tensor.ShapeText}.");
        }
    }

    /// <summary>The names, in no particular order.</summary>
    public IReadOnlyCollection<string> Names => _tensors.Keys;

    /// <summary>Values of all tensors together.</summary>
    internal long ValueCount => _tensors.Values.Sum(tensor => (long)tensor.Values.Length);

    /// <summary>The tensor of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public WeightTensor this[string name] => _tensors[name];

    /// <summary>Looks a tensor up without throwing.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out WeightTensor? tensor) => _tensors.TryGetValue(name, out tensor);

    /// <summary>Throws unless every value is a finite number.</summary>
    internal void RequireFinite()
    {
        foreach (var (name, tensor) in _tensors)
        {
            if (!tensor.Values.All(float.IsFinite))
                throw new InvalidDataException($"Weight '{name}' holds a value that is not a finite number.");
        }
    }

    /// <summary>Throws unless the names and shapes are exactly the expected ones.</summary>
    internal void Require(IEnumerable<(string Name, int[] Shape)> expected)
    {
        int count = 0;
        foreach (var (name, shape) in expected)
        {
            count++;
            if (!_tensors.TryGetValue(name, out var tensor))
                throw new InvalidDataException($"Weight '{name}' of shape [{string.Join(", ", shape)}] is missing.");
            if (!tensor.Shape.AsSpan().SequenceEqual(shape))
                throw new InvalidDataException($"Weight '{name}' has shape {tensor.ShapeText}, expected [{string.Join(", ", shape)}].");
        }

        if (count != _tensors.Count)
            throw new InvalidDataException($"There are {_tensors.Count} weights, expected {count}.");
    }
}
