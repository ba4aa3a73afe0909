using System.Globalization;
using System.Text.RegularExpressions;

namespace DexExtra.Architecture.Tests;

/// <summary>
/// The documents stay true to the tree: every relative link leads to a file, and the map of requirements names every
/// requirement once, honestly, with a link to what it claims.
/// </summary>
public sealed partial class DocumentTests
{
    private const string RequirementsFile = "docs/REQUIREMENTS.md";
    private const int RequirementCount = 428;

    private static readonly string[] Statuses = ["open", "partial", "done"];

    private static List<string[]> RequirementRows => [.. Repository.ReadLines(RequirementsFile)
        .Where(line => RequirementRow().IsMatch(line))
        .Select(line => line.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries))];

    [Fact]
    public void Every_relative_link_leads_to_a_file() =>
        Findings.AssertNone("a link that leads nowhere", Repository.FilesEndingWith(".md")
            .SelectMany(file => Targets(Repository.Read(file))
                .Where(target => !Repository.Exists(Path.Combine(Path.GetDirectoryName(file)!, target)))
                .Select(target => $"{file}: {target}")));

    [Fact]
    public void Every_requirement_is_listed_once()
    {
        var listed = RequirementRows.Select(row => row[0]).ToList();
        var expected = Enumerable.Range(1, RequirementCount)
            .Select(number => "S" + number.ToString("D3", CultureInfo.InvariantCulture)).ToList();
        Findings.AssertNone("not listed", expected.Except(listed));
        Findings.AssertNone("unknown", listed.Except(expected));
        Findings.AssertNone("listed twice", listed.GroupBy(id => id).Where(group => group.Count() > 1)
            .Select(group => group.Key));
    }

    [Fact]
    public void Every_requirement_has_one_status_and_what_is_claimed_is_linked() =>
        Findings.AssertNone("a requirement without an honest row", RequirementRows
            .Where(row => row.Count(Statuses.Contains) != 1
                || (!row.Contains("open") && !Targets(string.Join(' ', row)).Any()))
            .Select(row => string.Join(" | ", row)));

    private static IEnumerable<string> Targets(string markdown) => Link().Matches(markdown)
        .Select(match => match.Groups[1].Value.Split('#')[0])
        .Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal)
            && !target.StartsWith("mailto:", StringComparison.Ordinal));

    [GeneratedRegex(@"\]\(([^()\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^\s*\|\s*S\d{3}\s*\|")]
    private static partial Regex RequirementRow();
}
