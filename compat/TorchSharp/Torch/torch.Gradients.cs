using TorchSharp.Interop;

namespace TorchSharp;

// Switching the recording of gradients. The settings are the calling thread's and end with the returned object.
public static partial class torch
{
    public static IDisposable no_grad() => new GradientMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradientMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradientMode(mode);

    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    public static bool is_grad_enabled() => Shim.mt_grad_enabled() != 0;

    public static bool is_inference_mode_enabled() => Shim.mt_inference_enabled() != 0;

    internal sealed class GradientMode : IDisposable
    {
        private readonly int _before = Shim.mt_grad_enabled();

        internal GradientMode(bool enabled) => Shim.mt_set_grad_enabled(enabled ? 1 : 0);

        public void Dispose() => Shim.mt_set_grad_enabled(_before);
    }

    private sealed class InferenceMode(bool enabled) : IDisposable
    {
        private IntPtr _guard = Shim.mt_inference_begin(enabled ? 1 : 0);

        public void Dispose()
        {
            if (_guard != IntPtr.Zero)
                Shim.mt_inference_end(_guard);
            _guard = IntPtr.Zero;
        }
    }
}
