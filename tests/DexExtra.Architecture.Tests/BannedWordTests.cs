using System.Text.RegularExpressions;

namespace DexExtra.Architecture.Tests;

/// <summary>
/// What must not be left behind: plans instead of code, paths of somebody's machine, hosts of package registries. The
/// words are put together here so that this file does not find itself.
/// </summary>
public sealed class BannedWordTests
{
    private static readonly string[] TextFiles =
        [".cs", ".csproj", ".props", ".targets", ".sln", ".sol", ".mjs", ".js", ".ts", ".tsx", ".sql", ".sh", ".md",
         ".json", ".xml", ".yml", ".yaml", ".html", ".css", ".txt", ".ci/run", ".editorconfig", ".gitignore"];

    private static readonly string[] GeneratedByTools = [".sln", "packages.lock.json"];

    private static readonly Dictionary<string, Regex> Banned = new()
    {
        ["a plan instead of code"] = new(@"\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK|X" + @"XX)\b"),
        ["code that is not there"] = new(@"\bNotImple" + "mentedException"),
        ["a path of one machine"] = new(@"(^|[\s""'(=:`])/(wo" + @"rk|t" + @"mp|ro" + @"ot|home/\w+)/"),
        ["a host of a package registry"] = new(@"registry\.npm" + @"js|api\.nu" + @"get\.org|nu" + @"get\.org/v3"),
    };

    [Fact]
    public void Nothing_is_left_behind() =>
        Findings.AssertNone("left behind", Repository.FilesEndingWith(TextFiles)
            .SelectMany(file => Repository.ReadLines(file)
                .SelectMany((line, index) => Banned
                    .Where(rule => rule.Value.IsMatch(line))
                    .Select(rule => $"{file}:{index + 1}: {rule.Key}: {line.Trim()}"))));

    [Fact]
    public void Every_text_file_ends_its_lines_with_a_line_feed() =>
        Findings.AssertNone("a carriage return, or no line feed at the end", Repository.FilesEndingWith(TextFiles)
            .Where(file => !GeneratedByTools.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)))
            .Where(file => Repository.Read(file) is { Length: > 0 } text
                && (text.Contains('\r', StringComparison.Ordinal) || text[^1] != '\n')));
}
