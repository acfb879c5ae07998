using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.ML.MultiFit;

namespace PaperExperiments;

/// <summary>What figures were measured on, as far as they may depend on it.</summary>
internal static class Machine
{
    private const string ProcessorFile = "/proc/cpuinfo";

    /// <summary>The library's version with its commit, system, processor, cores and memory in a line.</summary>
    public static string Describe()
    {
        var version = typeof(LanguageModel).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        long memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30;
        return $"version {version} on {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, "
            + $"{Processor()}, {Environment.ProcessorCount} cores, {memory} GiB.";
    }

    private static string Processor()
    {
        var lines = File.Exists(ProcessorFile) ? File.ReadLines(ProcessorFile) : [];
        var line = lines.FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
        return line is null ? RuntimeInformation.ProcessArchitecture.ToString() : line[(line.IndexOf(':') + 1)..].Trim();
    }
}
