using System.Globalization;

namespace PaperExperiments;

/// <summary>The options of a command line, <c>--name value</c>.</summary>
internal sealed class ExperimentOptions
{
    private readonly Dictionary<string, string> _values = [];
    private readonly List<string> _asked = [];

    /// <summary>Takes the options apart.</summary>
    /// <exception cref="ArgumentException">An option has no value, or one is given twice.</exception>
    public ExperimentOptions(IReadOnlyList<string> arguments)
    {
        for (int i = 0; i < arguments.Count; i += 2)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == arguments.Count)
                throw new ArgumentException($"an option is --name value, but there is '{arguments[i]}'");
            if (!_values.TryAdd(arguments[i][2..], arguments[i + 1]))
                throw new ArgumentException($"{arguments[i]} is given twice");
        }
    }

    /// <summary>A whole number, at least 1.</summary>
    /// <exception cref="ArgumentException">The value is none.</exception>
    public int Count(string name, int fallback) => Value(name) is not { } text ? fallback
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count >= 1 ? count
        : throw new ArgumentException($"--{name} must be a whole number from 1 on, but is '{text}'");

    /// <summary>A number above 0, at most 1.</summary>
    /// <exception cref="ArgumentException">The value is none.</exception>
    public double Share(string name, double fallback) => Value(name) is not { } text ? fallback
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double share) && share is > 0 and <= 1 ? share
        : throw new ArgumentException($"--{name} must be a number above 0, at most 1, but is '{text}'");

    /// <summary>Some of the names there are, separated by commas; all of them without the option.</summary>
    /// <exception cref="ArgumentException">A name is none of them.</exception>
    public IReadOnlyList<string> Some(string name, IReadOnlyList<string> all)
    {
        var some = Value(name)?.Split(',') ?? all;
        var unknown = some.FirstOrDefault(each => !all.Contains(each));
        return unknown is null ? some : throw new ArgumentException($"--{name}: there is no '{unknown}'; there are {string.Join(", ", all)}");
    }

    /// <summary>One of the names there are; the first without the option.</summary>
    /// <exception cref="ArgumentException">It is none of them.</exception>
    public string One(string name, IReadOnlyList<string> all) => Value(name) is not { } text ? all[0]
        : all.Contains(text) ? text
        : throw new ArgumentException($"--{name}: there is no '{text}'; there are {string.Join(", ", all)}");

    /// <summary>Refuses what nobody has asked for.</summary>
    /// <exception cref="ArgumentException">There is such an option.</exception>
    public void RequireKnown()
    {
        var known = _asked.Select(name => $"--{name}").DefaultIfEmpty("none");
        if (_values.Keys.Except(_asked).FirstOrDefault() is { } unknown)
            throw new ArgumentException($"there is no option --{unknown} here; there are: {string.Join(", ", known)}");
    }

    private string? Value(string name)
    {
        _asked.Add(name);
        return _values.GetValueOrDefault(name);
    }
}
