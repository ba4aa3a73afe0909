using DexExtra.Engine.Reference.Differential;
using DexExtra.Engine.Reference.Scenarios;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Reference;

/// <summary>
/// A5: the settlement room of an uncrossing stays reserved while it takes several commands, whatever other calls end
/// meanwhile. Random streams reach this once in thirty million commands.
/// </summary>
[Trait("rule", "A5")]
public sealed class UncrossingRoomTests
{
    private const int Pairs = Limits.MaxFillsPerCommand + 100;
    private const int Room = (2 * 2 * Pairs) + 16;

    [Fact]
    public void A_call_that_ends_without_a_price_does_not_give_back_what_another_one_needs()
    {
        var run = ScenarioRunner.Run(Story(), options => new Both(options));
        Assert.Empty(run.Differences);
    }

    /// <summary>All of one owner: pairs are prevented, none is a match, and the room is still reserved.</summary>
    private static IEnumerable<string> Story()
    {
        yield return """
            {"scenario": "room", "ignore": ["LevelChanged", "AuctionIndicated", "PreventedMatch", "OrderCancelled",
            "MarkPriceChanged"],
            """.ReplaceLineEndings(" ")
            + $$$"""
            "options": {"maxOpenOrders": 16384, "maxClientOrderIds": 16384, "maxUnsettledMatches": {{{Room}}}}}
            """;
        yield return """{"do": "open", "accounts": ["alice", "bob"], "amount": 1000000000}""";
        yield return """{"do": "market", "marketId": 2}""";
        yield return """{"do": "auction", "seconds": 10}""";
        yield return """{"do": "auction", "market": 2, "seconds": 10}""";
        for (var count = 0; count < Pairs; count++)
        {
            yield return """{"do": "order", "account": "alice", "side": "BUY", "price": 50}""";
            yield return """{"do": "order", "account": "alice", "side": "SELL", "price": 50}""";
        }

        yield return """{"do": "order", "account": "bob", "market": 2, "price": 10, "after": "10s"}""";
        yield return """
            {"expect": [{"event": "AuctionUncrossed", "marketId": 1, "hasPrice": 1},
            {"event": "AuctionUncrossed", "marketId": 2, "hasPrice": 0},
            {"event": "MarketStateChanged", "marketId": 2, "state": "CONTINUOUS"},
            {"event": "OrderRejected", "reason": "SETTLEMENT_BACKLOG"}]}
            """.ReplaceLineEndings(" ");
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
