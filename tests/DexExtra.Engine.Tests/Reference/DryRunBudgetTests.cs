using System.Globalization;
using DexExtra.Engine.Reference.Differential;
using DexExtra.Engine.Reference.Scenarios;

namespace DexExtra.Engine.Tests.Reference;

/// <summary>
/// A dry run counts meetings as matching does: each maker that it ends makes the next one of the same position cheaper.
/// </summary>
[Trait("rule", "O-FOK")]
public sealed class DryRunBudgetTests
{
    private const int Owners = 20;
    private const int OrdersPerOwner = 16;

    /// <summary>
    /// By time the orders of an owner cost 17, 16 … 2: 152 × 20 of 4,096. A pro-rata pass counts all of them at first.
    /// </summary>
    [Theory]
    [InlineData("PRICE_TIME", """{"event": "OrderAccepted"}""")]
    [InlineData("PRO_RATA", """{"event": "OrderRejected", "reason": "FOK_NOT_FILLABLE"}""")]
    public void Reduce_only_orders_that_the_walk_has_ended_cost_nothing(string allocation, string expected)
    {
        var run = ScenarioRunner.Run(Story(allocation, expected), options => new Both(options));
        Assert.Empty(run.Differences);
    }

    private static IEnumerable<string> Story(string allocation, string expected)
    {
        var owners = Enumerable.Range(20, Owners)
            .Select(number => string.Create(CultureInfo.InvariantCulture, $"owner{number}")).ToList();
        yield return """
            {"scenario": "dry run", "options": {"maxAccounts": 64, "maxBalances": 64, "maxPositions": 64},
            "ignore": ["LevelChanged", "Traded", "PositionClosed", "MarkPriceChanged"]}
            """.ReplaceLineEndings(" ");
        var accounts = string.Join(", ", owners.Concat(["alice", "bob"]).Select(owner => $"\"{owner}\""));
        yield return $$"""{"do": "open", "accounts": [{{accounts}}], "rules": {"allocation": "{{allocation}}"} }""";
        yield return """{"do": "order", "account": "alice", "side": "SELL", "lots": 320, "price": 50}""";
        foreach (var owner in owners)
        {
            yield return $$"""{"do": "order", "account": "{{owner}}", "lots": 16, "price": 50}""";
        }

        foreach (var owner in owners.SelectMany(owner => Enumerable.Repeat(owner, OrdersPerOwner)))
        {
            yield return $$"""
                {"do": "order", "account": "{{owner}}", "side": "SELL", "lots": 1, "price": 60, "flags": ["REDUCE_ONLY"]}
                """;
        }

        yield return """{"do": "order", "account": "bob", "lots": 320, "price": 60, "tif": "FOK"}""";
        yield return $$"""{"expect": [{{expected}}]}""";
    }

    /// <summary>The engine, checked against the reference with every command.</summary>
    private sealed class Both(EngineOptions options) : IVenue
    {
        private readonly VenuePair _pair = EngineAndReference.Of(options);

        public ReadOnlySpan<byte> Apply(ReadOnlySpan<byte> command)
        {
            Assert.Null(_pair.Apply(command));
            return _pair.Frame;
        }
    }
}
