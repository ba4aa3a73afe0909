using System.Text.RegularExpressions;
using DexExtra.Architecture.Tests.Sources;

namespace DexExtra.Architecture.Tests;

/// <summary>
/// Habits that the compiler does not know: namespaces, one type per file, named catches, integers for money.
/// </summary>
public sealed partial class SourceStyleTests
{
    private static readonly string[] IntegerOnlyProjects =
        ["engine/DexExtra.Engine/", "engine/DexExtra.Messages/", "settlement/DexExtra.Settlement/"];

    [Fact]
    public void A_namespace_is_its_folder() =>
        Findings.AssertNone("a namespace that is not its folder", Repository.CSharpFiles
            .Select(file => (File: file, Name: NamespaceLine().Match(Repository.Read(file)).Groups[1].Value))
            .Where(item => item.Name.Length > 0 && item.Name != ExpectedNamespace(item.File))
            .Select(item => $"{item.File}: {item.Name}, expected {ExpectedNamespace(item.File)}"));

    [Fact]
    public void A_file_holds_one_top_level_type_and_bears_its_name() =>
        Findings.AssertNone("a file with other types than its name says", Repository.CSharpFiles
            .Select(file => (File: file, Types: TopLevelTypes(file)))
            .Where(item => item.Types.Count > 0
                && (item.Types.Count > 1 || item.Types[0] != Path.GetFileName(item.File).Split('.', '`')[0]))
            .Select(item => $"{item.File}: {string.Join(", ", item.Types)}"));

    [Fact]
    public void A_catch_names_its_type_or_throws_on() =>
        Findings.AssertNone("a catch that may swallow anything", Repository.CSharpFiles
            .SelectMany(file => BareCatch().Matches(CodeText.Blank(Repository.Read(file)))
                .Where(match => !match.Value.Contains("throw;", StringComparison.Ordinal))
                .Select(match => $"{file}: {match.Value.ReplaceLineEndings(" ")}")));

    [Fact]
    public void Money_and_matching_know_no_floating_point() =>
        Findings.AssertNone("floating point", CodeLines(
            Repository.CSharpFiles.Where(file => IntegerOnlyProjects.Any(file.StartsWith)), FloatingPoint()));

    [Fact]
    public void No_regions() => Findings.AssertNone("a region", CodeLines(Repository.CSharpFiles, Region()));

    [Fact]
    public void No_code_is_commented_out() =>
        Findings.AssertNone("code in a comment", Repository.CSharpFiles
            .SelectMany(file => CodeText.CommentsOnly(Repository.Read(file)).Split('\n')
                .Select((line, index) => (Text: line.Trim(), Number: index + 1))
                .Where(line => CommentedCode().IsMatch(line.Text))
                .Select(line => $"{file}:{line.Number}: {line.Text}")));

    [Fact]
    public void A_project_keeps_its_limits_in_one_place() =>
        Findings.AssertNone("a project with several files of limits", Project.All
            .Where(project => !project.IsTest)
            .Select(project => (project.Name, Files: Repository.CSharpFiles
                .Where(file => Path.GetDirectoryName(file) == project.Folder
                    && file.EndsWith("Limits.cs", StringComparison.Ordinal)
                    && Repository.Read(file).Contains("static class", StringComparison.Ordinal))
                .ToList()))
            .Where(item => item.Files.Count > 1)
            .Select(item => $"{item.Name}: {string.Join(", ", item.Files)}"));

    private static IEnumerable<string> CodeLines(IEnumerable<string> files, Regex pattern) => files
        .SelectMany(file => CodeText.Blank(Repository.Read(file)).Split('\n')
            .Select((line, index) => (Text: line.Trim(), Number: index + 1))
            .Where(line => pattern.IsMatch(line.Text))
            .Select(line => $"{file}:{line.Number}: {line.Text}"));

    private static string ExpectedNamespace(string file)
    {
        var project = Project.All.Single(candidate =>
            file.StartsWith(candidate.Folder + "/", StringComparison.Ordinal));
        var inside = Path.GetDirectoryName(file[(project.Folder.Length + 1)..])!;
        return inside.Length == 0 ? project.Name : $"{project.Name}.{inside.Replace('/', '.')}";
    }

    private static List<string> TopLevelTypes(string file)
    {
        var code = CodeText.Blank(Repository.Read(file));
        var names = new List<string>();
        var depth = 0;
        foreach (var match in TypeOrBrace().Matches(code).Cast<Match>())
        {
            depth += match.Value switch { "{" => 1, "}" => -1, _ => 0 };
            if (depth == 0 && match.Groups[1].Success && !names.Contains(match.Groups[1].Value))
            {
                names.Add(match.Groups[1].Value);
            }
        }

        return names;
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex("""
        (?:^|\n)[ \t]*
        (?:(?:public|internal|file|sealed|static|abstract|readonly|ref|partial|unsafe|record)\s+)*
        (?:class|struct|interface|enum|record|delegate\s+[\w<>\[\]?.]+)\s+(\w+)
        | [{}]
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex TypeOrBrace();

    [GeneratedRegex(@"\bcatch\s*\{([^{}]|\{[^{}]*\})*\}")]
    private static partial Regex BareCatch();

    [GeneratedRegex(@"\b(double|float)\b")]
    private static partial Regex FloatingPoint();

    [GeneratedRegex(@"^#\s*(region|endregion)\b")]
    private static partial Regex Region();

    // a comment that ends like a statement and has the shape of one
    [GeneratedRegex("""
        ^//\s*
        ((var|return|if|for|foreach|while|throw|await|using|public|private|internal)\b.*[;{]
        | [\w.]+\(.*\);
        | [\w.\[\]]+\ [-+]?=\ .*;
        | [{}])$
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex CommentedCode();
}
