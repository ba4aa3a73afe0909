using System.Diagnostics;

namespace DexExtra.Engine.Host.Tests;

/// <summary>The operators' tool as the solution builds it.</summary>
internal static class JournalTool
{
    /// <summary>Runs it; returns its exit code, stdout and stderr.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        string[] words =
            [Path.Combine(PlantedPrograms.Built("DexExtra.Journal.Tool"), "DexExtra.Journal.Tool.dll"), .. arguments];
        var start = new ProcessStartInfo("dotnet", words) { RedirectStandardError = true, RedirectStandardOutput = true };
        using var tool = Process.Start(start)!;
        var output = tool.StandardOutput.ReadToEndAsync();
        var errors = tool.StandardError.ReadToEndAsync();
        await tool.WaitForExitAsync();
        return (tool.ExitCode, await output, await errors);
    }
}
