using System.Globalization;
using DexExtra.Engine.Reference.Differential;
using DexExtra.Engine.Reference.Scenarios;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Reference;

/// <summary>
/// O-PEG: more pegs than one command may visit, which random streams never have: engine and reference leave the same
/// markets to the next commands, in order of first change, and no call ends before its pegs have left the book.
/// </summary>
[Trait("rule", "O-PEG")]
public sealed class PegBacklogTests
{
    private const int Markets = 5;

    [Fact]
    public void Engine_and_reference_leave_the_same_pegs_to_the_next_commands()
    {
        Both? both = null;
        var run = ScenarioRunner.Run(Story(), options => both = new Both(options));
        Assert.Empty(run.Differences);
        const int all = Limits.MaxPeggedOrders;
        Assert.Equal([4 * all, all, 0, 4 * all, all, 4 * all, 0, all], both!.Repriced.TakeLast(8));
    }

    /// <summary>Calls of five markets fill with pegs and end together; then comes an outage with calls of a second.</summary>
    private static IEnumerable<string> Story()
    {
        yield return """
            {"scenario": "pegs", "options": {"maxMarkets": 8, "maxOpenOrders": 6000, "maxClientOrderIds": 8192}}
            """;
        yield return """{"do": "asset"}""";
        yield return """{"do": "deposit", "account": "alice", "amount": 1000000000}""";
        for (var market = 1; market <= Markets; market++)
        {
            yield return Line("""{"do": "market", "marketId": #, "initialState": "PENDING"}""", market);
            yield return Line(
                """{"do": "rules", "market": #, "outageSeconds": 30, "auctionSeconds": 1, "auctionRandomSeconds": 0}""", market);
            yield return Line("""{"do": "index", "market": #, "price": 50}""", market);
            yield return Line("""{"do": "auction", "market": #, "kind": "OPENING", "seconds": 10}""", market);
            for (var peg = 0; peg < Limits.MaxPeggedOrders; peg++)
            {
                yield return Line(
                    """{"do": "order", "market": #, "account": "alice", "type": "PEGGED", "peg": "INDEX", "lots": 1}""", market);
            }
        }

        yield return """{"do": "tick", "after": "10s"}"""; // four markets' pegs come back
        yield return """{"do": "tick"}"""; // the fifth's
        yield return """{"do": "tick"}""";
        yield return """{"do": "tick", "after": "40s"}"""; // four markets' pegs are parked
        yield return """{"do": "tick", "after": "2s"}"""; // the fifth's are; no call ends while its market is to be visited
        yield return """{"do": "tick"}"""; // the calls of four visited markets end
        yield return """{"do": "tick"}"""; // the other one is visited
        yield return """{"do": "tick"}"""; // and its call ends
    }

    private static string Line(string text, int market) =>
        text.Replace("#", market.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    /// <summary>The engine, checked against the reference with every command.</summary>
    private sealed class Both(EngineOptions options) : IVenue
    {
        private readonly VenuePair _pair = EngineAndReference.Of(options);

        /// <summary>Pegs that moved, by command.</summary>
        public List<int> Repriced { get; } = [];

        public ReadOnlySpan<byte> Apply(ReadOnlySpan<byte> command)
        {
            Assert.Null(_pair.Apply(command));
            var count = 0;
            foreach (var item in new EventFrame(_pair.Frame))
            {
                count += item.Type == EventType.OrderRepriced ? 1 : 0;
            }

            Repriced.Add(count);
            return _pair.Frame;
        }
    }
}
