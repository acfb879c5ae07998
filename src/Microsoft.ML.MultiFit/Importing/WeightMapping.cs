using System.Numerics.Tensors;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// Which tensor of a state dictionary becomes which weight. Made from names and shapes alone, before any value is read; every entry of the
/// dictionary ends up either taken or ignored for a reason.
/// </summary>
internal sealed class WeightMapping(IReadOnlyDictionary<string, TorchTensor> source)
{
    private readonly OrderedDictionary<string, string[]> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _ignored = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>The tensors whose values are needed.</summary>
    public IEnumerable<TorchTensor> Tensors => _sources.Values.SelectMany(names => names).Select(name => source[name]);

    /// <summary>The entries that no weight is made of.</summary>
    public IEnumerable<string> Unused => source.Keys.Where(name => !_taken.Contains(name));

    /// <summary>What is absent, and what takes its place.</summary>
    public List<string> Missing { get; } = [];

    /// <summary>The first of these names that the file has; null if it has none.</summary>
    public string? Find(params IEnumerable<string> names) => names.FirstOrDefault(source.ContainsKey);

    /// <summary>Whether two names stand for the same values at the same place, as shared parameters do.</summary>
    public bool AreSame(string name, string other) => source[name].IsSameAs(source[other]);

    /// <summary>Makes a weight of a tensor, or of the sum of several.</summary>
    /// <exception cref="InvalidDataException">One is absent or holds whole numbers, or they differ in shape.</exception>
    public void Take(string name, params string[] sources)
    {
        foreach (string from in sources)
        {
            if (!source.TryGetValue(from, out var tensor))
                throw new InvalidDataException($"The file has no '{from}'.");
            if (!tensor.IsFloatingPoint)
                throw new InvalidDataException($"'{from}' holds values of type {tensor.Storage.Type.Name}, not floating-point numbers.");
            if (!tensor.Shape.AsSpan().SequenceEqual(source[sources[0]].Shape))
                throw new InvalidDataException($"'{from}' and '{sources[0]}' differ in shape.");
            _taken.Add(from);
        }

        _sources[name] = sources;
    }

    /// <summary>Says why an entry is not needed, should the file have it and no weight be made of it.</summary>
    public void Ignore(string name, string reason)
    {
        if (source.ContainsKey(name))
            _ignored[name] = reason;
    }

    /// <summary>The shapes of the weights so far.</summary>
    /// <param name="names">Which of them.</param>
    public Dictionary<string, int[]> Shapes(Func<string, bool> names) =>
        _sources.Where(entry => names(entry.Key)).ToDictionary(entry => entry.Key, entry => source[entry.Value[0]].Shape, StringComparer.Ordinal);

    /// <summary>What the file calls a weight, or several that are added to one.</summary>
    public string SourceOf(string name) => _sources.TryGetValue(name, out string[]? sources) ? string.Join(" + ", sources) : name;

    /// <summary>The weights, once the file is read.</summary>
    /// <param name="names">Which of them.</param>
    /// <exception cref="InvalidDataException">A value is not a finite number.</exception>
    public Dictionary<string, WeightTensor> Weights(Func<string, bool> names)
    {
        var weights = new Dictionary<string, WeightTensor>(StringComparer.Ordinal);
        foreach (var (name, sources) in _sources.Where(entry => names(entry.Key)))
        {
            var weight = source[sources[0]].ToWeight();
            foreach (string other in sources.Skip(1))
                TensorPrimitives.Add(weight.Values, source[other].ToWeight().Values, weight.Values);
            if (!weight.Values.All(float.IsFinite))
                throw new InvalidDataException($"'{SourceOf(name)}' holds a value that is not a finite number.");
            weights[name] = weight;
        }

        return weights;
    }

    /// <summary>What was taken and what was not.</summary>
    /// <param name="content">What the file is.</param>
    /// <param name="others">Names of entries that are no tensors.</param>
    public ImportReport Report(string content, IEnumerable<string> others) => new(
        content,
        [.. _sources.Keys.Select(name => new MappedWeight(name, SourceOf(name), $"[{string.Join(", ", source[_sources[name][0]].Shape)}]"))],
        [
            .. Unused.Select(name => new IgnoredWeight(name, _ignored.GetValueOrDefault(name) ?? "not a weight of this kind of model")),
            .. others.Select(name => new IgnoredWeight(name, "not a tensor")),
        ],
        [.. Missing],
        []);
}
