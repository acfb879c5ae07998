using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The running means of gradients and of their squares, by parameter.</summary>
internal sealed class AdamMoments : IDisposable
{
    private readonly Dictionary<IntPtr, Entry> _entries = [];

    internal void Step(Parameter parameter, Tensor gradient, AdamSettings settings, bool amsgrad)
    {
        if (!_entries.TryGetValue(parameter.Handle, out var entry))
            _entries[parameter.Handle] = entry = new Entry(parameter, amsgrad);
        settings.Step = ++entry.Step;
        Shim.Check(Shim.mt_adam_step(parameter.Handle, gradient.Handle, entry.Mean.Handle, entry.Square.Handle, Tensor.HandleOf(entry.Largest), settings));
        GC.KeepAlive(gradient);
    }

    public void Dispose()
    {
        foreach (var entry in _entries.Values)
        {
            entry.Mean.Dispose();
            entry.Square.Dispose();
            entry.Largest?.Dispose();
        }
        _entries.Clear();
    }

    private sealed class Entry(Parameter parameter, bool amsgrad)
    {
        internal Tensor Mean { get; } = parameter.zeros_like().DetachFromDisposeScope();

        internal Tensor Square { get; } = parameter.zeros_like().DetachFromDisposeScope();

        internal Tensor? Largest { get; } = amsgrad ? parameter.zeros_like().DetachFromDisposeScope() : null;

        internal long Step { get; set; }

        // The parameter must outlive its entry, whose key is its handle.
        internal Parameter Parameter { get; } = parameter;
    }
}
