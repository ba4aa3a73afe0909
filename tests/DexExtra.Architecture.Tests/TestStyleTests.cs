using System.Text.RegularExpressions;
using DexExtra.Architecture.Tests.Sources;

namespace DexExtra.Architecture.Tests;

/// <summary>Tests read like the rulebook, none is skipped, and none depends on luck.</summary>
public sealed partial class TestStyleTests
{
    private static IEnumerable<string> TestFiles => Repository.CSharpFiles.Where(Repository.IsTest);

    [Fact]
    public void A_test_is_named_by_a_sentence() =>
        Findings.AssertNone("a name that is no sentence", TestFiles
            .SelectMany(file => TestMethod().Matches(CodeText.Blank(Repository.Read(file)))
                .Select(match => match.Groups["name"].Value)
                .Where(name => !Sentence().IsMatch(name))
                .Select(name => $"{file}: {name}")));

    [Fact]
    public void No_test_is_skipped() =>
        Findings.AssertNone("a skipped test", Lines(SkippedTest()));

    [Fact]
    public void No_random_source_without_a_seed() =>
        Findings.AssertNone("an unseeded random source", Lines(UnseededRandom()));

    [Fact]
    public void Every_test_project_has_tests() =>
        Findings.AssertNone("a test project without tests", Project.All
            .Where(project => project.IsTest && !TestFiles.Any(file =>
                file.StartsWith(project.Folder + "/", StringComparison.Ordinal)
                && TestMethod().IsMatch(CodeText.Blank(Repository.Read(file)))))
            .Select(project => project.Name));

    private static IEnumerable<string> Lines(Regex pattern) => TestFiles
        .SelectMany(file => CodeText.Blank(Repository.Read(file)).Split('\n')
            .Select((line, index) => (Text: line.Trim(), Number: index + 1))
            .Where(line => pattern.IsMatch(line.Text))
            .Select(line => $"{file}:{line.Number}: {line.Text}"));

    [GeneratedRegex("""
        \[(Fact|Theory)[^\n]*\n(\s*\[[^\n]*\n)*
        \s*public\s+(async\s+|static\s+|unsafe\s+)*[\w<>]+\s+(?<name>\w+)\s*\(
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex TestMethod();

    [GeneratedRegex(@"^[A-Z][A-Za-z0-9]*(_[A-Za-z0-9]+)+$")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"\[(Fact|Theory)\s*\(.*\bSkip\b")]
    private static partial Regex SkippedTest();

    [GeneratedRegex(@"new\s+Random\s*\(\s*\)|Random\.Shared|Guid\.NewGuid\(\)\.GetHashCode")]
    private static partial Regex UnseededRandom();
}
