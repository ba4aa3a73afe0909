using System.Globalization;
using DexExtra.Engine.Reference.Differential;
using DexExtra.Engine.Reference.Scenarios;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Reference;

/// <summary>
/// §4: a sweep of a market that takes several commands, which random streams hardly ever have. It starts with a command
/// and goes on with the next ones before what they ask, so the second of them finds it at order 12,289 of the book.
/// </summary>
[Trait("rule", "O-GFN")]
public sealed class MarketSweepTests
{
    private const int Orders = 13_000;
    private const int PerLevel = 150;
    private const int Visits = Limits.MaxSweptPerCommand;
    private const int Left = Orders - (3 * Visits);

    private const string Forbidden =
        """{"expect": [{"event": "AmendRejected", "reason": "MARKET_STATE_FORBIDS"}]}""";

    [Theory]
    [InlineData("""{"do": "cancel", "order": "next"}""", "", Left - 1)]
    [InlineData("""{"do": "amend", "order": "next", "price": 60}""", Forbidden, Left)]
    [InlineData("""{"do": "replace", "order": "next", "price": 60}""", Forbidden, Left)]
    public void Engine_and_reference_go_on_at_the_same_order_of_a_call(string between, string expected, int left) =>
        Play(
            "GOOD_FOR_CONTINUOUS",
            ["""{"do": "auction"}""", """{"do": "tick"}""", between, expected],
            [Visits, Visits, Visits, left, 0]);

    /// <summary>A new price increment leaves one level; no taker may come before the rest is gone.</summary>
    [Fact]
    [Trait("rule", "Q2")]
    public void Neither_lets_a_market_trade_before_the_sweep_is_over() =>
        Play(
            "GOOD_TILL_CANCEL",
            [
                """{"do": "state", "state": "HALTED"}""",
                """{"do": "rules", "priceIncrementTicks": 97}""",
                """{"do": "state"}""",
                """{"expect": [{"event": "CommandRejected", "reason": "ILLEGAL_TRANSITION"}]}""",
            ],
            [Visits - PerLevel, Visits, Visits, Left]);

    private static void Play(string timeInForce, string[] story, int[] swept)
    {
        Both? both = null;
        var run = ScenarioRunner.Run(Story(timeInForce, story), options => both = new Both(options));
        Assert.Empty(run.Differences);
        Assert.Equal(swept, both!.Swept.TakeLast(swept.Length));
    }

    /// <summary>Icebergs from the best price down, so that they are swept in the order in which they came.</summary>
    private static IEnumerable<string> Story(string timeInForce, string[] end)
    {
        yield return """
            {"scenario": "sweep", "ignore": ["OrderCancelled", "LevelChanged", "AuctionIndicated"],
            "options": {"maxOpenOrders": 16384, "maxClientOrderIds": 16384}}
            """.ReplaceLineEndings(" ");
        yield return """{"do": "open", "accounts": ["alice", "bob"], "amount": 1000000000}""";
        var order = """{"do": "order", "account": "alice", "tif": "?", "lots": 2, "display": 1, "price": #""";
        order = order.Replace("?", timeInForce, StringComparison.Ordinal);
        for (var count = 0; count < Orders; count++)
        {
            var label = count == 3 * Visits ? """, "id": "next"}""" : "}";
            yield return Line(order, 99 - (count / PerLevel)) + label;
        }

        foreach (var line in end.Where(line => line.Length > 0))
        {
            yield return line;
        }

        yield return """{"do": "tick"}""";
        yield return """{"do": "tick"}""";
    }

    private static string Line(string text, int number) =>
        text.Replace("#", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    /// <summary>The engine, checked against the reference with every command.</summary>
    private sealed class Both(EngineOptions options) : IVenue
    {
        private readonly VenuePair _pair = EngineAndReference.Of(options);

        /// <summary>Orders that sweeps cancelled, by command.</summary>
        public List<int> Swept { get; } = [];

        public ReadOnlySpan<byte> Apply(ReadOnlySpan<byte> command)
        {
            Assert.Null(_pair.Apply(command));
            var count = 0;
            foreach (var item in new EventFrame(_pair.Frame))
            {
                var isSwept = item.Type == EventType.OrderCancelled
                    && item.Body<OrderCancelled>().Reason is CancelReason.ContinuousEnd or CancelReason.TickChanged;
                count += isSwept ? 1 : 0;
            }

            Swept.Add(count);
            return _pair.Frame;
        }
    }
}
