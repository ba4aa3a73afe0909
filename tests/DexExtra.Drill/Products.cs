using System.Collections.Concurrent;
using DexExtra.RealParts;

namespace DexExtra.Drill;

/// <summary>The venue's own executables beside this one, and how the short-lived ones are run.</summary>
internal static class Products
{
    private static readonly ConcurrentBag<string> Folders = [];

    public static string Engine { get; } = PathOf("DexExtra.Engine.Host");

    public static string Checkpoint { get; } = PathOf("DexExtra.Checkpoint");

    public static string Persistence { get; } = PathOf("DexExtra.Persistence");

    public static string Backup { get; } = PathOf("DexExtra.Backup");

    public static string JournalTool { get; } = PathOf("DexExtra.Journal.Tool");

    public static string MigrationsFolder { get; } = Path.Combine(AppContext.BaseDirectory, "migrations");

    /// <summary>Memory where there is some: a killed process loses nothing that is in it.</summary>
    public static string NewFolder()
    {
        const string Memory = "/dev/shm";
        var under = Directory.Exists(Memory) ? Memory : Path.GetTempPath();
        var folder = Path.Combine(under, $"dexextra-drill-{Guid.NewGuid().ToString("N")[..12]}");
        Folders.Add(folder);
        return Directory.CreateDirectory(folder).FullName;
    }

    /// <summary>What an interrupted drill leaves behind otherwise.</summary>
    public static void RemoveFolders()
    {
        foreach (var folder in Folders.Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Runs a program that must end well; returns what it wrote.</summary>
    /// <exception cref="DrillException">It did not.</exception>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var (exit, output) = await EndOfAsync(program, arguments);
        return exit == 0
            ? output
            : throw new DrillException($"{Path.GetFileName(program)} {arguments[0]} ended with {exit}: {output.Trim()}");
    }

    /// <summary>Runs a program to its end, however long that takes; returns exit code and both outputs.</summary>
    public static async Task<(int ExitCode, string Output)> EndOfAsync(string program, params string[] arguments)
    {
        using var process = ChildProcess.Start(program, arguments);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    private static string PathOf(string name)
    {
        var path = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", name, "release", name));
        return File.Exists(path) ? path : throw new DrillException($"{path} is not built");
    }
}
