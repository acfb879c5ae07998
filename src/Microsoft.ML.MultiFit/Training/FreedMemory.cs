using System.Runtime.InteropServices;

namespace Microsoft.ML.MultiFit;

/// <summary>
/// What becomes of the memory that a training step frees. The GNU C library gives blocks of more than 32 MB back to the system, and the upper end of its heap whenever
/// it is free; the next step must get them again, page by page: up to half of a step's time. While a stage runs the memory is kept, and then given back
/// at once. On other systems nothing is changed.
/// </summary>
internal sealed partial class FreedMemory : IDisposable
{
    // The GNU library by its whole name: another one does not have these functions.
    private const string Library = "libc.so.6";

    // From malloc.h: the size of a free end of the heap that is given back, of a block that is not of the heap but given back by itself (at most 32 MB), and
    // how many such blocks there may be, with the library's own number.
    private const int TrimThreshold = -1;
    private const int BlockThreshold = -3;
    private const int BlockCount = -4;
    private const int LargestBlockInHeap = 32 << 20;
    private const int UsualBlockCount = 65_536;

    private static int s_stages;

    private readonly bool _keeps = OperatingSystem.IsLinux();

    private FreedMemory()
    {
        if (!_keeps)
            return;
        try
        {
            SetOption(BlockThreshold, LargestBlockInHeap);
            SetOption(BlockCount, 0);
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
        SetOption(BlockCount, UsualBlockCount);
        SetOption(TrimThreshold, 2 * LargestBlockInHeap);
        GiveBack(0);
    }

    [LibraryImport(Library, EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);

    [LibraryImport(Library, EntryPoint = "malloc_trim")]
    private static partial int GiveBack(nuint kept);
}
