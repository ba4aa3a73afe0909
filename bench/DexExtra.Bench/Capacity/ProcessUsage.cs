using System.Globalization;

namespace DexExtra.Bench.Capacity;

/// <summary>
/// What a process has used since it was started, as the kernel counts it: processor time by name of thread, memory, and
/// bytes that it gave to the disk. Differences of two of them are what happened in between.
/// </summary>
internal sealed record ProcessUsage(
    IReadOnlyDictionary<string, double> CpuSeconds, long ResidentBytes, long WrittenBytes)
{
    private const double TicksPerSecond = 100;
    private const int UserTicks = 11;
    private const int SystemTicks = 12;

    public double TotalCpuSeconds => CpuSeconds.Values.Sum();

    public static ProcessUsage Of(int pid)
    {
        var cpu = new Dictionary<string, double>();
        foreach (var thread in Directory.EnumerateDirectories($"/proc/{pid}/task"))
        {
            if (ReadWhileAlive(Path.Combine(thread, "stat")) is { } stat)
            {
                var name = stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..stat.LastIndexOf(')')];
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                cpu[name] = cpu.GetValueOrDefault(name) + Ticks(fields[UserTicks]) + Ticks(fields[SystemTicks]);
            }
        }

        return new ProcessUsage(cpu, Member(pid, "status", "VmRSS") * 1_024, Member(pid, "io", "write_bytes"));
    }

    /// <summary>Memory as it is now, the rest what was used since then.</summary>
    public ProcessUsage Since(ProcessUsage before) => new(
        CpuSeconds.ToDictionary(
            thread => thread.Key,
            thread => Math.Max(0, thread.Value - before.CpuSeconds.GetValueOrDefault(thread.Key))),
        ResidentBytes, WrittenBytes - before.WrittenBytes);

    private static double Ticks(string field) => double.Parse(field, CultureInfo.InvariantCulture) / TicksPerSecond;

    private static long Member(int pid, string file, string name) => File.ReadLines($"/proc/{pid}/{file}")
        .Where(line => line.StartsWith(name + ":", StringComparison.Ordinal))
        .Select(line => long.Parse(line[(name.Length + 1)..].Replace("kB", null, StringComparison.Ordinal).Trim(),
            CultureInfo.InvariantCulture))
        .First();

    /// <summary>Null when the thread has ended meanwhile.</summary>
    private static string? ReadWhileAlive(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
