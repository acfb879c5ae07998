namespace TorchSharp.Modules;

/// <summary>Named parts of a module in the order they were added.</summary>
internal sealed class Components<T>(string kind) : List<(string Name, T Part)>
{
    internal bool Contains(string name) => IndexOf(name) >= 0;

    internal T? Find(string name) => IndexOf(name) is >= 0 and var i ? this[i].Part : default;

    internal void Add(string name, T part)
    {
        if (Contains(name))
            throw new InvalidOperationException($"{kind} {name} is already registered.");
        Add((name, part));
    }

    /// <summary>Adds the part or puts it in the place of the one of that name.</summary>
    internal void Set(string name, T part)
    {
        if (IndexOf(name) is >= 0 and var i)
            this[i] = (name, part);
        else
            Add((name, part));
    }

    internal void Remove(string name) => RemoveAll(c => c.Name == name);

    private int IndexOf(string name) => FindIndex(c => c.Name == name);
}
