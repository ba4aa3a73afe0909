using System.Diagnostics;

namespace DexExtra.Plants;

/// <summary>
/// Plants one bug after the other in the journal and has the tests that are named with it judge: a copy of the built
/// tests runs with the planted library in place of the real one, and at least one must fail. Without a plant all of them
/// must pass, so that a failure is the plant's.
/// </summary>
internal sealed class JournalCampaign(string root, PlantsOptions options)
{
    private const string Judge = "DexExtra.Journal.Tests";
    private const string LibraryFile = "DexExtra.Journal.dll";
    private const int TestsFailed = 2; // exit code of the test platform
    private const int LineCharactersMax = 160;

    private readonly Lock _lock = new();

    /// <summary>The process exit code: 1 when a plant was not found.</summary>
    public int Run()
    {
        var watch = Stopwatch.StartNew();
        var chosen = PlantList.Read(root, PlantList.JournalFile)
            .Where(plant => options.Names.Count == 0 || options.Names.Contains(plant.Name)).ToList();
        var sources = new LibrarySources(root, Library.Journal);
        var judges = chosen.SelectMany(plant => plant.Judges!).Distinct().ToArray();
        if (FirstFailure(sources.Compile(), judges) is { } failure)
        {
            Console.WriteLine($"without a plant: {failure}");
            return 1;
        }

        var found = 0;
        Parallel.ForEach(chosen, new ParallelOptions { MaxDegreeOfParallelism = options.Threads }, plant =>
        {
            var what = Find(sources, plant);
            Say(plant, what ?? "NOT FOUND");
            Interlocked.Add(ref found, what is null ? 0 : 1);
        });
        Console.WriteLine($"{watch.Elapsed.TotalSeconds:N0} s");
        Console.WriteLine($"{found} passed, {chosen.Count - found} failed");
        return found == chosen.Count ? 0 : 1;
    }

    private static string? Find(LibrarySources sources, Plant plant)
    {
        try
        {
            return FirstFailure(sources.Compile(plant), plant.Judges!);
        }
        catch (PlantException error)
        {
            Console.WriteLine($"{plant.Name}: {error.Message}");
            return null;
        }
    }

    /// <summary>The first test that fails with this library; null when all pass.</summary>
    private static string? FirstFailure(byte[] library, string[] judges)
    {
        var folder = Directory.CreateTempSubdirectory("dexextra-plant-").FullName;
        try
        {
            CopyTests(folder);
            File.WriteAllBytes(Path.Combine(folder, LibraryFile), library);
            var (exitCode, output) = RunTests(folder, judges);
            return exitCode == 0 ? null
                : exitCode == TestsFailed ? Array.Find(output.Split('\n'), line => line.StartsWith("failed ", StringComparison.Ordinal))
                : throw new PlantException($"the tests ended with exit code {exitCode}: {output.TrimEnd().Split('\n')[^1]}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (int ExitCode, string Output) RunTests(string folder, string[] judges)
    {
        var start = new ProcessStartInfo(Path.Combine(folder, Judge)) { RedirectStandardOutput = true };
        foreach (var argument in (string[])["--no-ansi", "--progress", "off", "--filter-class", .. judges.Select(name => "*" + name)])
        {
            start.ArgumentList.Add(argument);
        }

        using var tests = Process.Start(start)!;
        var output = tests.StandardOutput.ReadToEnd();
        tests.WaitForExit();
        return (tests.ExitCode, output);
    }

    private static void CopyTests(string folder)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var built = Path.Combine(here.Parent!.Parent!.FullName, Judge, here.Name);
        if (!Directory.Exists(built))
        {
            throw new PlantException($"{built} is not there: build {Judge} first");
        }

        foreach (var file in Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(folder, Path.GetRelativePath(built, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private void Say(Plant plant, string what)
    {
        lock (_lock)
        {
            var line = $"{plant.Name,-34} {plant.Family,-10} {what}";
            Console.WriteLine(line[..Math.Min(line.Length, LineCharactersMax)]);
        }
    }
}
