using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace DexExtra.Architecture.Tests;

/// <summary>
/// Two builds of one commit use the same packages: versions are exact, lock files are there, and nothing names the host
/// that a package came from.
/// </summary>
public sealed partial class PackageTests
{
    private static readonly string[] DependencyGroups = ["dependencies", "devDependencies", "optionalDependencies"];

    private static IEnumerable<XElement> Versions =>
        XElement.Parse(Repository.Read("Directory.Packages.props")).Descendants("PackageVersion");

    [Fact]
    public void Every_version_is_exact() =>
        Findings.AssertNone("a version that may float", Versions
            .Where(item => !Exact().IsMatch(item.Attribute("Version")?.Value ?? ""))
            .Select(item => item.ToString()));

    [Fact]
    public void Every_package_says_why_it_is_here() =>
        Findings.AssertNone("a package without a comment", Versions
            .Where(item => item.NodesBeforeSelf().LastOrDefault(node => node is not XText) is not XComment)
            .Select(item => item.ToString()));

    [Fact]
    public void Every_package_is_used()
    {
        var used = Project.All.SelectMany(project => project.Packages)
            .Concat(XElement.Parse(Repository.Read("Directory.Build.props"))
                .Descendants("PackageReference").Select(item => item.Attribute("Include")!.Value));
        Findings.AssertNone("a package nobody references",
            Versions.Select(item => item.Attribute("Include")!.Value).Except(used));
    }

    [Fact]
    public void Versions_stand_only_in_the_central_file() =>
        Findings.AssertNone("a version in a project file", Project.All
            .SelectMany(project => project.Xml.Descendants("PackageReference"))
            .Where(item => item.Attribute("Version") is not null || item.Attribute("VersionOverride") is not null)
            .Select(item => item.ToString()));

    [Fact]
    public void Every_project_has_its_lock_file() =>
        Findings.AssertNone("a project without packages.lock.json", Project.All
            .Where(project => !Repository.Exists($"{project.Folder}/packages.lock.json"))
            .Select(project => project.Name));

    [Fact]
    public void Every_node_package_is_exact_and_locked() =>
        Findings.AssertNone("a Node dependency that may float", Repository.FilesEndingWith("package.json")
            .Where(file => Path.GetFileName(file) == "package.json")
            .SelectMany(NodeFindings));

    [Fact]
    public void Lock_files_name_no_host() =>
        Findings.AssertNone("a lock file that names a host", Repository
            .FilesEndingWith("package-lock.json", "nuget.config", ".npmrc")
            .SelectMany(file => Repository.ReadLines(file)
                .Where(line => NamesHost().IsMatch(line))
                .Select(line => $"{file}: {line.Trim()}")));

    private static IEnumerable<string> NodeFindings(string file)
    {
        using var json = JsonDocument.Parse(Repository.Read(file));
        var folder = Path.GetDirectoryName(file)!;
        if (!Repository.Exists(Path.Combine(folder, "package-lock.json")))
        {
            yield return $"{file}: no package-lock.json beside it";
        }

        foreach (var group in DependencyGroups.Where(name => json.RootElement.TryGetProperty(name, out _)))
        {
            foreach (var dependency in json.RootElement.GetProperty(group).EnumerateObject()
                .Where(dependency => !ExactNode().IsMatch(dependency.Value.GetString()!)))
            {
                yield return $"{file}: {dependency.Name} {dependency.Value}";
            }
        }
    }

    [GeneratedRegex(@"^\[\d+(\.\d+)+(-[\w.]+)?\]$")]
    private static partial Regex Exact();

    [GeneratedRegex(@"^\d+(\.\d+)+(-[\w.]+)?$")]
    private static partial Regex ExactNode();

    // funding links are metadata of a package; where it is fetched from stands in "resolved" or a registry setting
    [GeneratedRegex(@"""resolved""|^\s*registry\s*=|registry\.\w+\.\w+|nuget\.org")]
    private static partial Regex NamesHost();
}
