using System.Globalization;

namespace Microsoft.ML.MultiFit.Benchmarks;

/// <summary>This process's resident memory in bytes, as Linux counts it.</summary>
internal static class ProcessMemory
{
    /// <summary>What is resident.</summary>
    public static long Resident => Read("VmRSS:");

    /// <summary>The most that was resident since the start or <see cref="ForgetPeak"/>.</summary>
    public static long Peak => Read("VmHWM:");

    /// <summary>The most that another process had resident; 0 if it has ended.</summary>
    public static long PeakOf(int id)
    {
        try
        {
            return Read("VmHWM:", id.ToString(CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>Starts the peak anew from what is resident once garbage is collected.</summary>
    public static void ForgetPeak()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        File.WriteAllText("/proc/self/clear_refs", "5");
    }

    private static long Read(string field, string process = "self")
    {
        var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal));
        return line is null ? 0 : 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1], CultureInfo.InvariantCulture);
    }
}
