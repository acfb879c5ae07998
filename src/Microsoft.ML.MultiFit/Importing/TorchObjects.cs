namespace Microsoft.ML.MultiFit;

/// <summary>What the pickles of a torch file may name (ordered dictionaries, tensors, storages), and the storages they referred to.</summary>
internal sealed class TorchObjects
{
    private readonly Dictionary<string, object> _globals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TorchStorage> _storages = new(StringComparer.Ordinal);

    public TorchObjects()
    {
        Allow("collections.OrderedDict", arguments => arguments.Length == 0 ? new PickleDictionary() : throw Unexpected("collections.OrderedDict"));
        Allow("torch.Size", arguments => arguments is [object?[] sizes] ? sizes : throw Unexpected("torch.Size"));
        Allow("torch._utils._rebuild_tensor", arguments => arguments.Length == 4 ? Tensor(arguments) : throw Unexpected("_rebuild_tensor"));
        // Then follow whether a gradient is wanted, hooks, and in later versions a dictionary.
        Allow("torch._utils._rebuild_tensor_v2", arguments => arguments.Length is 6 or 7 ? Tensor(arguments) : throw Unexpected("_rebuild_tensor_v2"));
        Allow("torch._utils._rebuild_parameter", arguments => arguments is [TorchTensor tensor, ..] ? tensor : throw Unexpected("_rebuild_parameter"));
        foreach (var type in TorchStorageType.All)
            _globals[$"torch.{type.Name}"] = type;
    }

    /// <summary>Every storage that the pickle referred to, by its key.</summary>
    public IReadOnlyDictionary<string, TorchStorage> Storages => _storages;

    /// <summary>Reads a pickle that refers to storages.</summary>
    public object? Read(Stream stream) => new PickleReader(stream, _globals, Storage).Read();

    private static TorchTensor Tensor(object?[] arguments)
    {
        if (arguments is not [StorageWindow window, long and >= 0 and <= int.MaxValue and var offset, object?[] sizes, object?[] strides, ..])
            throw Unexpected("_rebuild_tensor");
        return new TorchTensor(window.Storage, window.Offset + offset, Numbers(sizes), Numbers(strides));
    }

    private static long[] Numbers(object?[] items) => [.. items.Select(item => item is long number ? number : throw Unexpected("_rebuild_tensor"))];

    private static InvalidDataException Unexpected(string function) => new($"The pickle calls {function} with other arguments than torch does.");

    private void Allow(string name, Func<object?[], object?> call) => _globals[name] = new PickleFunction(name, call);

    // ('storage', type, key, device, count), in the older format followed by None or the window (key, offset, count) on it.
    private StorageWindow Storage(object? id)
    {
        if (id is not object?[] { Length: 5 or 6 } parts || parts is not ["storage", TorchStorageType type, string key, string, long count, ..]
            || count < 0 || count > Array.MaxLength)
            throw new InvalidDataException("The pickle refers to something that is not a storage of values.");
        if (!_storages.TryGetValue(key, out var storage))
            _storages[key] = storage = new TorchStorage(type, key, count);
        if (storage.Type != type || storage.Count != count)
            throw new InvalidDataException($"The pickle describes storage '{key}' in two ways.");
        return parts.ElementAtOrDefault(5) switch
        {
            null => new StorageWindow(storage, 0),
            object?[] and [string, long and >= 0 and var offset, long and >= 0 and var length] when length <= count && offset <= count - length => new StorageWindow(storage, offset),
            _ => throw new InvalidDataException($"The window on storage '{key}' reaches beyond it."),
        };
    }

    private sealed record StorageWindow(TorchStorage Storage, long Offset);
}
