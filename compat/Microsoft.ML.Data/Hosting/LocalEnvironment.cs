using System.Collections.Concurrent;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The environment behind an <see cref="MLContext"/>: message listeners, the component catalog, randomness, options and cancellation.</summary>
internal sealed class LocalEnvironment : IHostEnvironmentInternal, ICancelable
{
    private readonly ConcurrentDictionary<string, object> _options = [];
    private readonly Random _random;
    private Action<IMessageSource, ChannelMessage> _listeners;

    public LocalEnvironment(int? seed = null)
    {
        Seed = seed;
        _random = seed is { } number ? new Random(number) : new Random();
    }

    public int? Seed { get; }

    public string TempFilePath { get; set; } = Path.GetTempPath();

    public bool FallbackToCpu { get; set; }

    public int? GpuDeviceId { get; set; }

    public ComponentCatalog ComponentCatalog { get; } = new();

    public string ContextDescription => "HostEnvironment";

    public bool IsCanceled { get; private set; }

    public void CancelExecution() => IsCanceled = true;

    public void AddListener(Action<IMessageSource, ChannelMessage> listener) => _listeners += listener;

    public void RemoveListener(Action<IMessageSource, ChannelMessage> listener) => _listeners -= listener;

    public void Dispatch(IMessageSource source, ChannelMessage message) => _listeners?.Invoke(source, message);

    public IHost Register(string name, int? seed = null, bool? verbose = null) => Register(_random, name, seed, verbose ?? false);

    public IHost Register(Random parent, string name, int? seed, bool verbose)
    {
        if (string.IsNullOrEmpty(name))
            throw new ArgumentOutOfRangeException(nameof(name), "name cannot be null or empty");
        lock (parent)
            return new LocalHost(this, name, new Random(seed ?? parent.Next()), verbose);
    }

    public IChannel Start(string name) => new LocalChannel(this, this, name, name, verbose: false);

    public IPipe<TMessage> StartPipe<TMessage>(string name) => new SilentPipe<TMessage>(this);

    public IProgressChannel StartProgressChannel(string name) => new LocalProgressChannel();

    public TException Process<TException>(TException ex)
        where TException : Exception
    {
        ex.Data["Throwing component"] = "Environment";
        return ex;
    }

    public void SetOption<T>(string name, T value) => _options[name] = value;

    public bool TryAddOption<T>(string name, T value) => _options.TryAdd(name, value);

    public bool RemoveOption(string name) => _options.TryRemove(name, out _);

    public T GetOptionOrDefault<T>(string name) => TryGetOption<T>(name, out var value) ? value : default;

    public bool TryGetOption<T>(string name, out T value)
    {
        var found = _options.TryGetValue(name, out var stored);
        value = found ? (T)stored : default;
        return found;
    }
}
