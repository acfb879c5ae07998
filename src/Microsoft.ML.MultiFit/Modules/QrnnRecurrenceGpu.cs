using System.Collections.Concurrent;
using System.Text;
using TorchSharp;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// What <see cref="QrnnRecurrenceKernel"/> does, in one launch on an NVIDIA GPU. Where the kernel cannot be had (no driver, one that refuses the text),
/// nothing is done, and the caller takes <see cref="QrnnRecurrenceOperations"/>.
/// </summary>
internal static unsafe class QrnnRecurrenceGpu
{
    private static readonly ConcurrentDictionary<int, Functions?> s_functions = new();

    /// <summary>Activates the gates in place and computes cells and outputs; all tensors are contiguous.</summary>
    /// <returns>False where nothing was done.</returns>
    public static bool TryForward(QrnnPooling pooling, torch.Tensor gates, torch.Tensor cells, torch.Tensor output, torch.Tensor? mask, torch.Tensor? zoneout)
    {
        if (Find(gates) is not { } functions)
            return false;
        nint gatesPointer = Pointer(gates), cellsPointer = Pointer(cells), outputPointer = Pointer(output), maskPointer = Pointer(mask), zoneoutPointer = Pointer(zoneout);
        int batch = (int)output.shape[0], time = (int)output.shape[1], hidden = (int)output.shape[2], gateCount = GateCount(pooling);
        void** arguments = stackalloc void*[] { &gatesPointer, &cellsPointer, &outputPointer, &maskPointer, &zoneoutPointer, &batch, &time, &hidden, &gateCount };
        return functions.Launch(functions.Forward, (long)batch * hidden, arguments);
    }

    /// <summary>Turns the activated gates in place into their gradients; all tensors are contiguous.</summary>
    /// <returns>False where nothing was done.</returns>
    public static bool TryBackward(QrnnPooling pooling, torch.Tensor gates, torch.Tensor cells, torch.Tensor outputGradient)
    {
        if (Find(gates) is not { } functions)
            return false;
        nint gatesPointer = Pointer(gates), cellsPointer = Pointer(cells), gradientPointer = Pointer(outputGradient);
        int batch = (int)outputGradient.shape[0], time = (int)outputGradient.shape[1], hidden = (int)outputGradient.shape[2], gateCount = GateCount(pooling);
        void** arguments = stackalloc void*[] { &gatesPointer, &cellsPointer, &gradientPointer, &batch, &time, &hidden, &gateCount };
        return functions.Launch(functions.Backward, (long)batch * hidden, arguments);
    }

    private static Functions? Find(torch.Tensor tensor) => Kernels.ServeGpu(tensor) ? s_functions.GetOrAdd(tensor.device_index, Load) : null;

    private static Functions? Load(int device)
    {
        if (CudaDriver.Instance is not { } driver || driver.ContextOf(device) is not (not 0 and var context))
            return null;
        var loaded = driver.Load(context, Text(), [[.. "qrnn_forward\0"u8], [.. "qrnn_backward\0"u8]]);
        return loaded is null ? null : new Functions(driver, context, loaded[0], loaded[1]);
    }

    private static byte[] Text()
    {
        using var stream = typeof(QrnnRecurrenceGpu).Assembly.GetManifestResourceStream("QrnnRecurrence.ptx")!;
        using var reader = new StreamReader(stream);
        return Encoding.ASCII.GetBytes(reader.ReadToEnd() + '\0');
    }

    private static int GateCount(QrnnPooling pooling) => pooling switch { QrnnPooling.F => 2, QrnnPooling.Ifo => 4, _ => 3 };

    private static nint Pointer(torch.Tensor? tensor) => tensor is null ? 0 : new DeviceStorage(tensor).Pointer + (nint)(tensor.storage_offset() * sizeof(float));

    /// <summary>The kernel on one device.</summary>
    private sealed record Functions(CudaDriver Driver, nint Context, nint Forward, nint Backward)
    {
        public bool Launch(nint function, long threadCount, void** arguments) => Driver.Launch(Context, function, threadCount, arguments);
    }

    /// <summary>The library hands a pointer to a device's memory to subclasses of its storage alone.</summary>
    private sealed class DeviceStorage(torch.Tensor tensor) : torch.Storage(tensor)
    {
        public nint Pointer => data_ptr();

        public override int element_size() => sizeof(float);
    }
}
