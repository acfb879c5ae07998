using System.Diagnostics;

namespace Microsoft.ML.MultiFit.Benchmarks;

/// <summary>Runs a program to its end and measures it from outside, the same way whatever it is.</summary>
internal static class MeasuredProcess
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Whether a program can be found.</summary>
    public static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <returns>Seconds from start to end, and the most memory that was resident, in bytes, as Linux counts it.</returns>
    public static (double Seconds, long PeakBytes) Run(string program, params string[] arguments)
    {
        long begin = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        long peak = 0;
        do
            peak = Math.Max(peak, ProcessMemory.PeakOf(process.Id));
        while (!process.WaitForExit(s_interval));
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed: {output.Result}{errors.Result}");
        return (seconds, peak);
    }
}
