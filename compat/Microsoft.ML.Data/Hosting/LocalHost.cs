using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The host of one component. Options set on the environment are not seen here.</summary>
internal sealed class LocalHost(LocalEnvironment environment, string hostName, Random random, bool isVerbose) : IHost, IHostEnvironmentInternal, ICancelable
{
    private readonly Dictionary<string, object> _options = [];

    public Random Rand => random;

    public ComponentCatalog ComponentCatalog => environment.ComponentCatalog;

    public string ContextDescription => environment.ContextDescription;

    public int? Seed => environment.Seed;

    public string TempFilePath { get => environment.TempFilePath; set => environment.TempFilePath = value; }

    public bool FallbackToCpu { get => environment.FallbackToCpu; set => environment.FallbackToCpu = value; }

    public int? GpuDeviceId { get => environment.GpuDeviceId; set => environment.GpuDeviceId = value; }

    public bool IsCanceled => environment.IsCanceled;

    public void CancelExecution() => environment.CancelExecution();

    public IHost Register(string name, int? seed = null, bool? verbose = null) => environment.Register(random, name, seed, verbose ?? isVerbose);

    public IChannel Start(string name) => new LocalChannel(environment, this, name, $"{hostName}; {name}", isVerbose);

    public IPipe<TMessage> StartPipe<TMessage>(string name) => new SilentPipe<TMessage>(this);

    public IProgressChannel StartProgressChannel(string name) => new LocalProgressChannel();

    public TException Process<TException>(TException ex)
        where TException : Exception => environment.Process(ex);

    public void SetOption<T>(string name, T value) => _options[name] = value;

    public bool TryAddOption<T>(string name, T value) => _options.TryAdd(name, value);

    public bool RemoveOption(string name) => _options.Remove(name);

    public T GetOptionOrDefault<T>(string name) => TryGetOption<T>(name, out var value) ? value : default;

    public bool TryGetOption<T>(string name, out T value)
    {
        var found = _options.TryGetValue(name, out var stored);
        value = found ? (T)stored : default;
        return found;
    }
}
