using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Xunit.Abstractions;

namespace Microsoft.ML.MultiFit.Tests;

/// <summary>The GPU kernel's source, compiled for the CPU and run lane by lane, against the CPU's kernel. The oracle for that one is in its own tests.</summary>
public unsafe class QrnnRecurrenceGpuTests(ITestOutputHelper output)
{
    private const int Batch = 3;
    private const int Time = 5;
    private const int Hidden = 19;
    private static readonly QrnnRecurrenceSize s_size = new(Batch, Time, Hidden);

    [Fact]
    public void The_kernels_source_computes_what_the_CPUs_kernel_does()
    {
        var folder = Directory.CreateTempSubdirectory("multifit-kernel");
        try
        {
            var library = Path.Combine(folder.FullName, "kernel.so");
            if (!OperatingSystem.IsLinux() || ExternalTool.Run(output, "g++", "", "-x", "c++", "-shared", "-fPIC", "-O1", Source(), "-o", library) is null)
                return;
            var loaded = NativeLibrary.Load(library);
            foreach (var pooling in Enum.GetValues<QrnnPooling>())
            {
                Compare(loaded, pooling, kept: false);
                Compare(loaded, pooling, kept: true);
            }

            NativeLibrary.Free(loaded);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Compare(nint library, QrnnPooling pooling, bool kept)
    {
        var forward = (delegate* unmanaged<float*, float*, float*, float*, float*, int, int, int, int, long, void>)NativeLibrary.GetExport(library, "qrnn_forward");
        var backward = (delegate* unmanaged<float*, float*, float*, int, int, int, int, long, void>)NativeLibrary.GetExport(library, "qrnn_backward");
        int gateCount = pooling switch { QrnnPooling.F => 2, QrnnPooling.Fo => 3, _ => 4 };
        var random = new Random(6);
        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((4 * random.NextDouble()) - 2))];
        float[][] gates = Twice(Numbers(Batch * Time * Hidden * gateCount));
        float[][] cells = Twice(Numbers(Batch * (Time + 1) * Hidden));
        float[][] outputs = Twice(new float[Batch * Time * Hidden]);
        float[] gradient = Numbers(Batch * Time * Hidden);
        float[]? mask = kept ? [.. Enumerable.Range(0, Batch * Time).Select(step => step % Time < step / Time ? 0f : 1f)] : null;
        float[]? zoneout = kept ? [.. gradient.Select(_ => random.NextDouble() < 0.3 ? 0f : 1f)] : null;
        fixed (float* gates0 = gates[0], gates1 = gates[1], cells0 = cells[0], cells1 = cells[1], output0 = outputs[0], output1 = outputs[1])
        fixed (float* gradients = gradient, masks = mask, zoneouts = zoneout)
        {
            QrnnRecurrenceKernel.Forward(pooling, gates0, cells0, output0, masks, zoneouts, s_size, threadCount: 1);
            for (long lane = 0; lane < (Batch * Hidden) + 5; lane++)    // the surplus ones do nothing
                forward(gates1, cells1, output1, masks, zoneouts, Batch, Time, Hidden, gateCount, lane);
            Close(gates);
            Close(cells);
            Close(outputs);
            QrnnRecurrenceKernel.Backward(pooling, gates0, cells0, gradients, s_size, threadCount: 1);
            for (long lane = 0; lane < (Batch * Hidden) + 5; lane++)
                backward(gates1, cells1, gradients, Batch, Time, Hidden, gateCount, lane);
            Close(gates);
        }
    }

    private static float[][] Twice(float[] values) => [values, [.. values]];

    private static void Close(float[][] pair)
    {
        for (int i = 0; i < pair[0].Length; i++)
            Assert.Equal(pair[0][i], pair[1][i], 1e-5);
    }

    private static string Source([CallerFilePath] string caller = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(caller)!, "../../../src/Microsoft.ML.MultiFit/Modules/QrnnRecurrence.cu"));
}
