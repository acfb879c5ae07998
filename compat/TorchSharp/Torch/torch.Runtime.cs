using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>The library's functions, as Python's module of that name has them.</summary>
public static partial class torch
{
    public static string __version__ => Marshal.PtrToStringUTF8(Shim.mt_version())!;

    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.Current.Innermost;

    public static DisposeScope NewDisposeScope() => DisposeScopeManager.Current.Open();

    public static void set_num_threads(int num) => Shim.Check(Shim.mt_set_num_threads(num));

    public static int get_num_threads() => Shim.mt_get_num_threads();

    public static bool TryInitializeDeviceType(DeviceType deviceType) =>
        deviceType == DeviceType.CPU || (deviceType == DeviceType.CUDA && cuda.is_available());

    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (!TryInitializeDeviceType(deviceType))
            throw new InvalidOperationException($"Torch device type {deviceType} did not initialise on the current machine.");
    }

    public static class cuda
    {
        public static bool is_available() => Shim.mt_cuda_is_available() != 0 && device_count() > 0;

        public static int device_count() => Shim.mt_cuda_device_count();

        public static void manual_seed(long seed) => torch.manual_seed(seed);

        public static void manual_seed_all(long seed) => torch.manual_seed(seed);
    }

    public static class backends
    {
        public static class cuda
        {
            public static class matmul
            {
                public static bool allow_tf32
                {
                    get => Shim.mt_allow_tf32() != 0;
                    set => Shim.mt_set_allow_tf32(value ? 1 : 0);
                }
            }
        }
    }
}
