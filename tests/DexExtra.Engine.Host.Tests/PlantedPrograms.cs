using System.Diagnostics;

namespace DexExtra.Engine.Host.Tests;

/// <summary>
/// The engine host and the operators' tool with the engine of tests/DexExtra.PoisonedEngine in place of their own. Both
/// are taken from where the solution builds them, because a test may not reference them.
/// </summary>
internal sealed class PlantedPrograms : IDisposable
{
    private const string EngineFile = "DexExtra.Engine.dll";

    private readonly string _root = Directory.CreateTempSubdirectory("dexextra-planted-").FullName;

    public PlantedPrograms()
    {
        Plant(AppContext.BaseDirectory, HostFolder);
        Plant(Built("DexExtra.Journal.Tool"), ToolFolder);
    }

    public string HostFolder => Path.Combine(_root, "host");

    private string ToolFolder => Path.Combine(_root, "tool");

    /// <summary>Runs the planted tool; returns its exit code, stdout and stderr.</summary>
    public async Task<(int ExitCode, string Output, string Errors)> RunToolAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(ToolFolder, "DexExtra.Journal.Tool.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var tool = Process.Start(start)!;
        var output = tool.StandardOutput.ReadToEndAsync();
        var errors = tool.StandardError.ReadToEndAsync();
        await tool.WaitForExitAsync();
        return (tool.ExitCode, await output, await errors);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static void Plant(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var file in Directory.EnumerateFiles(source))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        File.Copy(Path.Combine(Built("DexExtra.PoisonedEngine"), EngineFile), Path.Combine(target, EngineFile), true);
    }

    /// <summary>Where the solution builds a program of the venue.</summary>
    public static string Built(string project)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var folder = Path.Combine(here.Parent!.Parent!.FullName, project, here.Name);
        Assert.True(Directory.Exists(folder), $"{folder} is not there: build {project}, or the solution");
        return folder;
    }
}
