using System.Runtime.InteropServices;

namespace DexExtra.Bench;

/// <summary>What a figure depends on: stands in every report.</summary>
internal sealed record Machine(string Cpu, int Processors, string Kernel, string Runtime, string LoadAverage)
{
    public static Machine Here() => new(
        CpuModel(),
        Environment.ProcessorCount,
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        File.ReadAllText("/proc/loadavg").Split(' ')[0]);

    private static string CpuModel() => File.ReadLines("/proc/cpuinfo")
        .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?
        .Split(':')[1].Trim() ?? "unknown";
}
