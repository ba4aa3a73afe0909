using DexExtra.Architecture.Tests.Sources;

namespace DexExtra.Architecture.Tests;

/// <summary>
/// The size guide of the project's style: a reader holds one method on a screen and one file in the head. Limits, not
/// targets; tables as data are named where they may exceed.
/// </summary>
public sealed class SizeGuideTests
{
    private const int ProductionLinesMax = 500;
    private const int TestLinesMax = 600;
    private const int SolidityLinesMax = 400;
    private const int EntryPointLinesMax = 120;
    private const int MethodLinesMax = 70;
    private const int LineCharactersMax = 120;
    private const int TestLineCharactersMax = 140; // one expectation reads best on one line
    private const int NestingMax = 3;

    [Fact]
    public void No_source_file_is_longer_than_its_limit() =>
        Findings.AssertNone("a file that is too long", SourceFiles()
            .Select(file => (File: file, Lines: Repository.ReadLines(file).Length))
            .Where(item => item.Lines > LinesMax(item.File))
            .Select(item => $"{item.File}: {item.Lines} lines, at most {LinesMax(item.File)}"));

    [Fact]
    public void No_line_is_longer_than_its_limit() =>
        Findings.AssertNone("a line that is too long", SourceFiles()
            .Where(file => !file.EndsWith(".sql", StringComparison.Ordinal)) // comments on columns are strings
            .SelectMany(file => Repository.ReadLines(file)
                .Select((line, index) => (Text: line, Number: index + 1))
                .Where(line => line.Text.Length > (Repository.IsTest(file) ? TestLineCharactersMax : LineCharactersMax))
                .Select(line => $"{file}:{line.Number}: {line.Text.Length} characters")));

    [Fact]
    public void No_method_is_longer_than_70_lines() =>
        Findings.AssertNone("a method that is too long", Blocks()
            .Where(item => item.Block.Kind == BlockKind.Member && item.Block.Lines > MethodLinesMax)
            .Select(item => $"{item.File}:{item.Block.FirstLine}: {item.Block.Lines} lines, {item.Block.Header}"));

    [Fact]
    public void Control_flow_nests_at_most_three_deep() =>
        Findings.AssertNone("nesting that is too deep", Blocks()
            .Where(item => item.Block.Kind == BlockKind.Control && item.Block.ControlDepth > NestingMax)
            .Select(item => $"{item.File}:{item.Block.FirstLine}: depth {item.Block.ControlDepth}"));

    [Fact]
    public void The_scanner_sees_what_the_rules_need()
    {
        const string Source = """
            namespace A;
            internal sealed class B // { not a brace
            {
                public int Length { get; }

                public void Run(int count)
                {
                    for (var i = 0; i < count; i++)
                    {
                        if (i > 1)
                        {
                            Print($"{i} }}", '{');
                        }
                    }
                }
            }
            """;

        var blocks = BlockScanner.Scan(Source);

        Assert.Equal(
            [
                "Member 4-4 depth 0",
                "Control 10-13 depth 2",
                "Control 8-14 depth 1",
                "Member 6-15 depth 0",
                "Type 2-16 depth 0",
            ],
            blocks.Select(block => $"{block.Kind} {block.FirstLine}-{block.LastLine} depth {block.ControlDepth}"));
        Assert.Throws<FormatException>(() => BlockScanner.Scan("class A { }}"));
        Assert.Throws<FormatException>(() => BlockScanner.Scan("class A {"));
    }

    private static IEnumerable<string> SourceFiles() =>
        Repository.CSharpFiles.Concat(Repository.FilesEndingWith(".sol", ".mjs", ".js", ".ts", ".tsx", ".sh", ".sql"));

    private static IEnumerable<(string File, Block Block)> Blocks() => Repository.CSharpFiles
        .SelectMany(file => BlockScanner.Scan(Repository.Read(file)).Select(block => (file, block)));

    private static int LinesMax(string file) => Path.GetFileName(file) switch
    {
        "Program.cs" or "Pipeline.cs" => EntryPointLinesMax,
        var name when name.EndsWith(".sol", StringComparison.Ordinal) => SolidityLinesMax,
        _ => Repository.IsTest(file) || file.Contains("/test/", StringComparison.Ordinal)
            ? TestLinesMax
            : ProductionLinesMax,
    };
}
