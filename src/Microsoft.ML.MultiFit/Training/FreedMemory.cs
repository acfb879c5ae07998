using System.Runtime.InteropServices;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// What becomes of the memory that a training step frees. The GNU C library gives the upper end of its heap back to the system whenever it is free, and
/// the next step must get it again, page by page: up to a quarter of a step's time. While a stage runs the memory is kept, and then given back at once.
/// On other systems nothing is changed.
/// </summary>
internal sealed partial class FreedMemory : IDisposable
{
    // The GNU library by its whole name: another one does not have these functions.
    private const string Library = "libc.so.6";

    // From malloc.h: the size of a free end of the heap that is given back, and of a block that is given back by itself, at most 32 MB.
    private const int TrimThreshold = -1;
    private const int BlockThreshold = -3;
    private const int LargestBlockInHeap = 32 << 20;

    private static int s_stages;

    private readonly bool _keeps = OperatingSystem.IsLinux();

    private FreedMemory()
    {
        if (!_keeps)
            return;
        try
        {
            SetOption(BlockThreshold, LargestBlockInHeap);
            SetOption(TrimThreshold, int.MaxValue);
            Interlocked.Increment(ref s_stages);
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            _keeps = false;
        }
    }

    /// <summary>Keeps it until this is disposed.</summary>
    public static FreedMemory Keep() => new();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_keeps || Interlocked.Decrement(ref s_stages) > 0)
            return;

        // What the library itself would have come to by now.
        SetOption(TrimThreshold, 2 * LargestBlockInHeap);
        GiveBack(0);
    }

    [LibraryImport(Library, EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);

    [LibraryImport(Library, EntryPoint = "malloc_trim")]
    private static partial int GiveBack(nuint kept);
}
