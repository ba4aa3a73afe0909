namespace DexExtra.Architecture.Tests;

/// <summary>
/// Arrows point towards meaning and never back (docs/ARCHITECTURE.md): leafs reference nothing of ours, roots reference
/// libraries and never each other, and only what a table here names may be referenced. A new arrow is a decision, so it
/// starts with a line in this table.
/// </summary>
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> AllowedReferences = new()
    {
        ["DexExtra.Messages"] = [],
        ["DexExtra.Ring"] = [],
        ["DexExtra.Transport"] = [],
        ["DexExtra.Journal"] = [],
        ["DexExtra.Hosting"] = [],
        ["DexExtra.Messages.Text"] = ["Messages"],
        ["DexExtra.Signing"] = ["Messages"],
        ["DexExtra.Protocol"] = ["Messages"],
        ["DexExtra.Engine"] = ["Messages"],
        ["DexExtra.Snapshots"] = ["Messages", "Journal", "Engine"],
        ["DexExtra.Client"] = ["Messages", "Protocol", "Signing"],
        ["DexExtra.Engine.Host"] = ["Messages", "Ring", "Transport", "Journal", "Engine", "Snapshots", "Hosting"],
        ["DexExtra.Checkpoint"] = ["Messages", "Journal", "Engine", "Snapshots", "Hosting"],
        ["DexExtra.Journal.Tool"] =
            ["Messages", "Messages.Text", "Transport", "Journal", "Engine", "Snapshots", "Hosting"],
        ["DexExtra.Backup"] = ["Messages", "Journal", "Engine", "Snapshots", "Hosting"],
        ["DexExtra.Gateway"] = ["Messages", "Transport", "Journal", "Protocol", "Signing", "Hosting"],
        ["DexExtra.Sealing"] = [],
        ["DexExtra.Persistence"] = ["Messages", "Transport", "Journal", "Hosting", "Sealing"], // Transport: the doorbell
        ["DexExtra.Settlement"] = ["Messages", "Transport", "Journal", "Signing", "Hosting"],
        ["DexExtra.Bench"] =
            ["Messages", "Ring", "Transport", "Journal", "Engine", "Snapshots", "Protocol", "Signing", "Client", "Hosting"],

        ["DexExtra.Bench.Micro"] = ["Messages", "Ring", "Transport", "Journal", "Protocol", "Signing"],

        // tools of the tests: the reference engine, and the programs that play against it
        ["DexExtra.Engine.Reference"] = ["Messages", "Messages.Text", "Engine"],
        ["DexExtra.Differential"] = ["Messages", "Engine", "Engine.Reference"],
        ["DexExtra.Money"] = ["Messages", "Engine", "Engine.Reference"],
        ["DexExtra.Scenarios"] = ["Messages", "Engine", "Engine.Reference"],
        ["DexExtra.PoisonedEngine"] = ["Messages"],
        ["DexExtra.Plants"] = ["Messages", "Engine", "Engine.Reference"],

        // turns the real processes' own parts by hand
        ["DexExtra.Simulation"] =
            ["Messages", "Ring", "Transport", "Journal", "Engine", "Snapshots", "Signing", "Hosting", "Engine.Host",
                "Persistence", "Settlement", "Engine.Reference"],
        ["DexExtra.RealParts"] = ["Messages", "Transport"],
        ["DexExtra.Chaos"] = ["Messages", "Transport", "Journal", "Engine", "RealParts"],
        ["DexExtra.Drill"] = ["Messages", "Transport", "Journal", "RealParts"],
    };

    // roots besides bench and tests; everything else is a library
    private static readonly string[] Roots =
    [
        "DexExtra.Engine.Host", "DexExtra.Journal.Tool", "DexExtra.Checkpoint", "DexExtra.Gateway", "DexExtra.Persistence",
        "DexExtra.Settlement", "DexExtra.Bench", "DexExtra.Bench.Micro", "DexExtra.Backup",
    ];

    private static readonly Dictionary<string, string[]> AllowedPackages = new()
    {
        ["DexExtra.Hosting"] = ["prometheus-net.AspNetCore"],
        ["DexExtra.Gateway"] = ["Microsoft.IdentityModel.JsonWebTokens"],
        ["DexExtra.Snapshots"] = ["K4os.Compression.LZ4"],
        ["DexExtra.Persistence"] = ["Npgsql", "dbup-postgresql", "StackExchange.Redis"],
        ["DexExtra.Bench"] = ["HdrHistogram"],
        ["DexExtra.Bench.Micro"] = ["BenchmarkDotNet"],
        ["DexExtra.Plants"] = ["Microsoft.CodeAnalysis.CSharp"],
        ["DexExtra.Simulation"] = ["Microsoft.CodeAnalysis.CSharp"],
        ["DexExtra.RealParts"] = ["Npgsql"],
    };

    private static readonly string[] TestPackages = ["CsCheck", "NJsonSchema", "Npgsql", "StackExchange.Redis"];

    [Fact]
    public void Every_project_has_its_line_in_the_table_of_references() =>
        Findings.AssertNone("a project without rules", Project.All
            .Where(project => !project.IsTest && !AllowedReferences.ContainsKey(project.Name))
            .Select(project => project.File));

    [Fact]
    public void The_table_names_no_project_that_is_gone() =>
        Findings.AssertNone("rules without a project", AllowedReferences.Keys.Concat(AllowedPackages.Keys)
            .Except(Project.All.Select(project => project.Name)));

    [Fact]
    public void Projects_reference_only_what_the_table_allows() =>
        Findings.AssertNone("a reference that is not allowed", Project.All
            .Where(project => !project.IsTest)
            .SelectMany(project => project.References
                .Except(AllowedReferences.GetValueOrDefault(project.Name, []).Select(name => "DexExtra." + name))
                .Select(reference => $"{project.Name} → {reference}")));

    [Fact]
    public void Only_its_own_tests_and_the_simulation_reference_a_root() =>
        Findings.AssertNone("a root that is referenced", Project.All
            .Where(project => project.Name != "DexExtra.Simulation")
            .SelectMany(project => project.References
                .Where(reference => Roots.Contains(reference) && project.Name != reference + ".Tests")
                .Select(reference => $"{project.Name} → {reference}")));

    [Fact]
    public void Libraries_have_no_packages_and_roots_only_those_of_the_table() =>
        Findings.AssertNone("a package that is not allowed", Project.All
            .SelectMany(project => project.Packages
                .Except(project.IsTest ? TestPackages : AllowedPackages.GetValueOrDefault(project.Name, []))
                .Select(package => $"{project.Name} → {package}")));

    [Fact]
    public void Every_production_project_has_its_tests() =>
        Findings.AssertNone("a project without tests", AllowedReferences.Keys
            .Except(["DexExtra.Hosting", "DexExtra.Client"]) // run by the tests of the processes
            .Except(["DexExtra.Engine.Reference", "DexExtra.Differential", "DexExtra.Money", "DexExtra.Scenarios"]) // by the engine's
            .Except(["DexExtra.Plants", "DexExtra.PoisonedEngine", "DexExtra.RealParts", "DexExtra.Chaos"]) // are of the tests themselves
            .Except(["DexExtra.Sealing"]) // with the columns that it seals, by the persister's
            .Except(["DexExtra.Drill"]) // is a drill of the backup
            .Except(["DexExtra.Bench.Micro"]) // measures, and promises nothing
            .Where(name => Project.All.All(project => project.Name != name + ".Tests")));

    [Fact]
    public void No_project_lowers_the_common_rules() =>
        Findings.AssertNone("a project that lowers the rules", Project.All
            .SelectMany(project => project.Xml.Descendants()
                .Where(item => item.Name.LocalName is "NoWarn" or "WarningsNotAsErrors" or "TreatWarningsAsErrors"
                    or "Nullable" or "AnalysisLevel" or "EnforceCodeStyleInBuild")
                .Select(item => $"{project.File}: {item.Name.LocalName}")));

    [Fact]
    public void Every_project_is_in_the_solution_and_the_solution_has_no_other()
    {
        var listed = Repository.ReadLines("DexExtra.Engine.sln")
            .Where(line => line.Contains(".csproj\"", StringComparison.Ordinal))
            .Select(line => line.Split('"').Single(part => part.EndsWith(".csproj", StringComparison.Ordinal)))
            .Select(path => path.Replace('\\', '/'))
            .ToList();
        var present = Project.All.Select(project => project.File).ToList();
        Findings.AssertNone("not in the solution", present.Except(listed));
        Findings.AssertNone("in the solution but not on disk", listed.Except(present));
    }
}
