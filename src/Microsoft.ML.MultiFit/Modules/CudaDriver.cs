using System.Runtime.InteropServices;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// The few functions of NVIDIA's driver that load a kernel from PTX text and start it. They belong to the driver itself, so neither a compiler nor a CUDA
/// toolkit is needed. A device's primary context is the one that the tensor library uses.
/// </summary>
internal sealed unsafe class CudaDriver
{
    private static readonly Lazy<CudaDriver?> s_instance = new(Load);

    private readonly delegate* unmanaged<int*, int, int> _deviceGet;
    private readonly delegate* unmanaged<nint*, int, int> _retainPrimaryContext;
    private readonly delegate* unmanaged<nint, int> _pushContext;
    private readonly delegate* unmanaged<nint*, int> _popContext;
    private readonly delegate* unmanaged<nint*, byte*, uint, int*, void**, int> _loadModule;
    private readonly delegate* unmanaged<nint*, nint, byte*, int> _getFunction;
    private readonly delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, void**, int> _launch;

    private CudaDriver(nint library)
    {
        _deviceGet = (delegate* unmanaged<int*, int, int>)NativeLibrary.GetExport(library, "cuDeviceGet");
        _retainPrimaryContext = (delegate* unmanaged<nint*, int, int>)NativeLibrary.GetExport(library, "cuDevicePrimaryCtxRetain");
        _pushContext = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "cuCtxPushCurrent_v2");
        _popContext = (delegate* unmanaged<nint*, int>)NativeLibrary.GetExport(library, "cuCtxPopCurrent_v2");
        _loadModule = (delegate* unmanaged<nint*, byte*, uint, int*, void**, int>)NativeLibrary.GetExport(library, "cuModuleLoadDataEx");
        _getFunction = (delegate* unmanaged<nint*, nint, byte*, int>)NativeLibrary.GetExport(library, "cuModuleGetFunction");
        _launch = (delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, void**, int>)NativeLibrary.GetExport(library, "cuLaunchKernel");
    }

    /// <summary>The driver; null where there is none.</summary>
    public static CudaDriver? Instance => s_instance.Value;

    /// <summary>A device's primary context; zero where it cannot be had.</summary>
    /// <param name="index">The device, as the tensor library counts them.</param>
    public nint ContextOf(int index)
    {
        int device;
        nint context;
        return _deviceGet(&device, index) == 0 && _retainPrimaryContext(&context, device) == 0 ? context : 0;
    }

    /// <summary>The named functions of a PTX text; null where the driver refuses it.</summary>
    /// <param name="context">The device's context.</param>
    /// <param name="text">The text, ending in a zero byte.</param>
    /// <param name="names">The functions' names, each ending in a zero byte.</param>
    public nint[]? Load(nint context, byte[] text, IReadOnlyList<byte[]> names)
    {
        if (_pushContext(context) != 0)
            return null;
        try
        {
            nint module;
            fixed (byte* start = text)
            {
                if (_loadModule(&module, start, 0, null, null) != 0)
                    return null;
            }

            var functions = new nint[names.Count];
            for (int i = 0; i < functions.Length; i++)
            {
                nint function;
                fixed (byte* name = names[i])
                {
                    if (_getFunction(&function, module, name) != 0)
                        return null;
                }

                functions[i] = function;
            }

            return functions;
        }
        finally
        {
            Pop();
        }
    }

    /// <summary>Starts a function on the legacy default stream, on which the tensor library's work waits in order.</summary>
    /// <param name="context">The device's context.</param>
    /// <param name="function">The function.</param>
    /// <param name="threadCount">How many threads are needed; the function lets the surplus ones of the last block end.</param>
    /// <param name="arguments">A pointer to each argument.</param>
    /// <returns>False where the driver refuses.</returns>
    public bool Launch(nint context, nint function, long threadCount, void** arguments)
    {
        const uint BlockSize = 128;
        if (_pushContext(context) != 0)
            return false;
        uint blocks = (uint)((threadCount + BlockSize - 1) / BlockSize);
        int status = _launch(function, blocks, 1, 1, BlockSize, 1, 1, 0, 0, arguments, null);
        Pop();
        return status == 0;
    }

    private static CudaDriver? Load()
    {
        // The tensor library has initialised the driver before there can be a tensor on a GPU.
        string name = OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";
        try
        {
            return NativeLibrary.TryLoad(name, out nint library) ? new CudaDriver(library) : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    private void Pop()
    {
        nint context;
        _ = _popContext(&context);
    }
}
