using System.Diagnostics;

namespace DexExtra.Plants;

/// <summary>A built project of tests, run from copies in which one file is another. Any number of threads.</summary>
internal sealed class TestSuite
{
    private const int TestsFailed = 2; // exit code of the test platform

    private readonly string _name;

    /// <exception cref="PlantException">It is not built.</exception>
    public TestSuite(string name)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        _name = name;
        Folder = Path.Combine(here.Parent!.Parent!.FullName, name, here.Name);
        if (!Directory.Exists(Folder))
        {
            throw new PlantException($"{Folder} is not there: build {name} first");
        }
    }

    /// <summary>Where it was built.</summary>
    public string Folder { get; }

    /// <summary>The first test that fails with this file in place of the built one; null when all pass.</summary>
    /// <param name="file">In the folder of the tests.</param>
    /// <param name="judges">Classes of tests, or Class.Method.</param>
    public string? FirstFailure(string file, byte[] content, IEnumerable<string> judges)
    {
        var place = Directory.CreateTempSubdirectory("dexextra-plant-").FullName;
        var folder = Path.Combine(place, _name, Path.GetFileName(Folder));
        try
        {
            LinkPrograms(place);
            CopyTo(folder);
            File.WriteAllBytes(Path.Combine(folder, file), content);
            var (exitCode, output) = Run(folder, judges);
            return exitCode == 0 ? null
                : exitCode == TestsFailed ? Array.Find(output.Split('\n'), line => line.StartsWith("failed ", StringComparison.Ordinal))
                : throw new PlantException($"the tests ended with exit code {exitCode}: {output.TrimEnd().Split('\n')[^1]}");
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    private (int ExitCode, string Output) Run(string folder, IEnumerable<string> judges)
    {
        var start = new ProcessStartInfo(Path.Combine(folder, _name)) { RedirectStandardOutput = true };
        var methods = judges.Select(judge => judge.Contains('.') ? $"*.{judge}" : $"*.{judge}.*");
        foreach (var argument in (string[])["--no-ansi", "--progress", "off", "--filter-method", .. methods])
        {
            start.ArgumentList.Add(argument);
        }

        using var tests = Process.Start(start)!;
        var output = tests.StandardOutput.ReadToEnd();
        tests.WaitForExit();
        return (tests.ExitCode, output);
    }

    /// <summary>Tests that start the venue's programs look for them beside themselves.</summary>
    private void LinkPrograms(string place)
    {
        foreach (var program in Directory.EnumerateDirectories(Path.GetDirectoryName(Path.GetDirectoryName(Folder))!))
        {
            var name = Path.GetFileName(program);
            if (name != _name)
            {
                Directory.CreateSymbolicLink(Path.Combine(place, name), program);
            }
        }
    }

    private void CopyTo(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
