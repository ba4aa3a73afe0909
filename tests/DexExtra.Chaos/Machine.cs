using System.Globalization;
using DexExtra.RealParts;

namespace DexExtra.Chaos;

/// <summary>What this machine has for injecting faults, and where things are.</summary>
internal static class Machine
{
    private const string SharedMemory = "/dev/shm";

    private static readonly string[] Folders =
        ["/usr/bin", "/usr/sbin", "/sbin", "/bin", "/usr/local/bin", "/usr/lib/postgresql/15/bin"];

    /// <summary>Memory: a killed process loses nothing that is in it, and a sync costs nothing.</summary>
    public static string FastFolder { get; } =
        Directory.Exists(SharedMemory) && IsWritable(SharedMemory) ? SharedMemory : Path.GetTempPath();

    public static string Engine { get; } = Product("DexExtra.Engine.Host");

    public static string Persistence { get; } = Product("DexExtra.Persistence");

    public static string MigrationsFolder { get; } = Path.Combine(AppContext.BaseDirectory, "migrations");

    /// <summary>A file beside this program.</summary>
    public static string Beside(params string[] path) => Path.Combine([AppContext.BaseDirectory, .. path]);

    /// <summary>A new folder for one venue.</summary>
    public static string NewFolder() =>
        Path.Combine(FastFolder, $"dexextra-chaos-{Guid.NewGuid().ToString("N")[..12]}");

    /// <summary>Why this machine cannot do what a row needs; null when it can.</summary>
    public static string? Lacks(Need needs) => Enum.GetValues<Need>()
        .Where(need => need != Need.None && needs.HasFlag(need))
        .Select(Missing)
        .FirstOrDefault(reason => reason is not null);

    public static string Find(string program) => ChildProcess.Find(program, Folders);

    private static string? Missing(Need need) => need switch
    {
        Need.Strace => HasAll("strace") ?? (MayTrace() ? null : "strace may not trace here"),
        Need.Mounts => !MayMount() ? "root that may mount is needed" : HasAll("mount", "umount"),
        Need.LoopDevice => !File.Exists("/dev/loop-control") ? "there are no loop devices" : HasAll("mkfs.ext4"),
        Need.Postgres => HasAll("initdb", "pg_ctl", "psql"),
        Need.Redis => HasAll("redis-server", "redis-cli"),
        Need.Compiler => HasAll("cc"),
        Need.TimeNamespace => MayMount() ? HasAll("unshare") : "root is needed",
        _ => null,
    };

    private static string? HasAll(params string[] programs)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':').Concat(Folders).ToList();
        var missing = programs.FirstOrDefault(program => !path.Any(folder => File.Exists(Path.Combine(folder, program))));
        return missing is null ? null : $"{missing} is not installed";
    }

    /// <summary>A container may hide the right from root.</summary>
    private static bool MayMount()
    {
        const int AdministratorBit = 21;
        const string Field = "CapEff:";
        var line = File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal));
        return line is not null
            && ulong.TryParse(line[Field.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var rights)
            && (rights & (1UL << AdministratorBit)) != 0;
    }

    private static bool MayTrace()
    {
        using var probe = ChildProcess.Start(Find("strace"), "-f", "-e", "trace=none", "true");
        probe.WaitForExit();
        return probe.ExitCode == 0;
    }

    private static string Product(string name) =>
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", name, "release", name));

    private static bool IsWritable(string folder)
    {
        try
        {
            var probe = Path.Combine(folder, Path.GetRandomFileName());
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
