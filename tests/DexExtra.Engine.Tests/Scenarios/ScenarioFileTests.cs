using DexExtra.Engine.Reference.Coverage;
using DexExtra.Engine.Reference.Differential;
using DexExtra.Engine.Reference.Scenarios;
using DexExtra.Engine.Tests.Harness;

namespace DexExtra.Engine.Tests.Scenarios;

/// <summary>
/// The stories under tests/scenarios: each runs on the engine with the slow ledger as judge, and on the reference unless
/// its first line says that only the ledger knows its rules; every rule id has one.
/// </summary>
[Trait("rule", "ENG-01")]
public sealed class ScenarioFileTests
{
    /// <summary>Rule ids of docs/money.md that the engine itself keeps; those of the streams are in the rule table.</summary>
    private static readonly string[] MoneyIds =
    [
        "R1", "R2", "R3", "R4", "R5", "R6", "R7", "L1", "L2", "L3", "L4", "L5", "L6", "L7", "F1", "F2", "F3", "F4", "F5",
        "F6", "F7", "F8", "F9", "M3", "M11", "K1", "K2", "K3", "K4", "U1", "U2", "C01", "C04", "C05", "C06", "C12", "C13",
        "C15", "C17",
    ];

    public static TheoryData<string> Names => [.. Files().Select(file => Path.GetFileName(file))];

    public static TheoryData<string> NamesOfReference =>
        [.. Files().Where(file => !IsOfLedger(file)).Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_engine_answers_as_the_story_says(string name) =>
        AssertPlays(name, options => new LedgerVenue(options));

    [Theory]
    [MemberData(nameof(NamesOfReference))]
    public void The_reference_answers_as_the_story_says(string name) =>
        AssertPlays(name, options => new ReferenceVenue(options));

    [Fact]
    public void Every_rule_has_a_story()
    {
        var names = Files().Select(Path.GetFileNameWithoutExtension).ToHashSet();
        var missing = RuleTable.Ids.Concat(MoneyIds).Where(id => !names.Any(name =>
            name == id || name!.StartsWith(id + ".", StringComparison.Ordinal))).ToList();
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_story_says_what_it_shows() =>
        Assert.All(Files(), file => Assert.StartsWith("// ", File.ReadLines(file).First(), StringComparison.Ordinal));

    [Fact]
    public void A_wrong_expectation_is_found()
    {
        string[] story =
        [
            """{"do": "open"}""",
            """{"do": "order", "account": "alice", "side": "BUY", "lots": 1, "price": 50}""",
            """{"expect": [{"event": "OrderAccepted", "hold": 53}]}""",
            """{"do": "order", "account": "alice", "side": "BUY", "lots": 1, "price": 101}""",
            """{"do": "tick"}""",
            """{"expect": [{"event": "OrderAccepted"}]}""",
        ];
        var differences = ScenarioRunner.Run(story, options => new EngineVenue(options)).Differences;
        Assert.Equal(3, differences.Count);
        Assert.StartsWith("line 3: event 1: hold is 52, expected 53", differences[0], StringComparison.Ordinal);
        Assert.StartsWith("line 4: refused, and nothing says so", differences[1], StringComparison.Ordinal);
        Assert.StartsWith("line 6: expected 1 events, got 0", differences[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_recorded_story_holds_in_strict_mode()
    {
        string[] story =
        [
            """{"scenario": "recorded", "strict": true}""",
            """{"do": "open"}""",
            """{"do": "order", "id": "a", "account": "alice", "side": "BUY", "lots": 3, "price": 50}""",
            """{"do": "order", "account": "bob", "side": "SELL", "lots": 2, "price": 50}""",
            """{"do": "cancel", "order": "a", "after": "3s"}""",
        ];
        var recorded = ScenarioRunner.Run(story, options => new EngineVenue(options)).Recorded;
        Assert.Equal(8, recorded.Count);
        Assert.Empty(ScenarioRunner.Run(recorded, options => new EngineVenue(options)).Differences);
        var changed = recorded.Select(line => line.Replace("\"fee\": 4", "\"fee\": 5", StringComparison.Ordinal));
        Assert.Single(ScenarioRunner.Run(changed, options => new EngineVenue(options)).Differences);
    }

    private static bool IsOfLedger(string file) =>
        File.ReadLines(file).Any(line => line.Contains("\"judge\": \"ledger\"", StringComparison.Ordinal));

    private static void AssertPlays(string name, Func<EngineOptions, IVenue> venue)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder(), name));
        Assert.Empty(ScenarioRunner.Run(lines, venue).Differences);
    }

    private static IEnumerable<string> Files() => Directory.EnumerateFiles(Folder(), "*.jsonl").Order(StringComparer.Ordinal);

    private static string Folder() => RepositoryFiles.Path("tests", "scenarios");
}
