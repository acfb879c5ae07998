namespace Microsoft.ML.MultiFit;

/// <summary>
/// A Python dictionary, plain or ordered, as far as its keys are text. Entries under other keys (an optimizer's state, numbered) are dropped.
/// </summary>
internal sealed class PickleDictionary
{
    private readonly OrderedDictionary<string, object?> _entries = new(StringComparer.Ordinal);

    /// <summary>The entries in the order of their first writing.</summary>
    public IEnumerable<KeyValuePair<string, object?>> Entries => _entries;

    /// <summary>The value of a key, or null.</summary>
    public object? this[string key] => _entries.GetValueOrDefault(key);

    public bool Contains(string key) => _entries.ContainsKey(key);

    public void Set(object? key, object? value)
    {
        if (key is string text)
            _entries[text] = value;
    }
}
