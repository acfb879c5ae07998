using System.Runtime.InteropServices;

namespace Microsoft.ML.MultiFit.Benchmarks;

/// <summary>Processor time in user mode, as Linux counts it. Unlike time on the clock it hardly grows while other programs use the machine.</summary>
internal static unsafe partial class ProcessorTime
{
    private const int OfThisProcess = 0;
    private const int OfEndedChildren = -1;

    // Two times, each in seconds and microseconds, then 14 other numbers.
    private const int NumbersOfUsage = 18;

    /// <summary>Seconds that the work takes in this process.</summary>
    public static double Of(Action work) => Of(work, OfThisProcess);

    /// <summary>Seconds that a program takes from start to end.</summary>
    public static double OfProgram(string program, params string[] arguments) => Of(() => MeasuredProcess.Run(program, arguments), OfEndedChildren);

    private static double Of(Action work, int whose)
    {
        double before = Seconds(whose);
        work();
        return Seconds(whose) - before;
    }

    private static double Seconds(int whose)
    {
        nint* usage = stackalloc nint[NumbersOfUsage];
        if (GetUsage(whose, usage) != 0)
            throw new InvalidOperationException("The system does not say what processor time was used.");
        return usage[0] + (1e-6 * usage[1]);
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static partial int GetUsage(int whose, nint* usage);
}
