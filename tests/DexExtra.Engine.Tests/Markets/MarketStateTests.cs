using DexExtra.Engine.Tests.Auctions;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Markets;

/// <summary>B8, M1: the table of states and of moves between them, written out as the rules say.</summary>
[Trait("rule", "B8")]
public sealed class MarketStateTests
{
    private const string Letters = ".POCAXHKQRST";

    private static readonly MarketState[] Reachable =
    [
        MarketState.Pending, MarketState.OpeningAuction, MarketState.Continuous, MarketState.Auction,
        MarketState.ClosingAuction, MarketState.Halted, MarketState.CancelOnly, MarketState.PostOnly,
        MarketState.ReduceOnly, MarketState.Suspended, MarketState.TradingTerminated,
    ];

    /// <summary>From each state, the states that SetMarketState may name.</summary>
    [Theory]
    [InlineData(MarketState.Pending, "CH")]
    [InlineData(MarketState.OpeningAuction, "HKST")]
    [InlineData(MarketState.Continuous, "HKQRST")]
    [InlineData(MarketState.Auction, "HKST")]
    [InlineData(MarketState.ClosingAuction, "HKST")]
    [InlineData(MarketState.Halted, "CKQRST")]
    [InlineData(MarketState.CancelOnly, "CHQRST")]
    [InlineData(MarketState.PostOnly, "CHKRST")]
    [InlineData(MarketState.ReduceOnly, "CHKQST")]
    [InlineData(MarketState.Suspended, "CHKQRT")]
    [InlineData(MarketState.TradingTerminated, "")]
    public void Only_the_moves_of_the_table_exist(MarketState from, string targets)
    {
        foreach (var to in Reachable)
        {
            var isTarget = to is not (MarketState.Pending or MarketState.OpeningAuction or MarketState.Auction
                or MarketState.ClosingAuction);
            var events = In(from).SetState(to);
            var expected = !isTarget ? "rejected INVALID_PARAMETERS"
                : targets.Contains(Letters[(int)to], StringComparison.Ordinal) ? Codes.Of(to) + " by ADMIN"
                : "rejected ILLEGAL_TRANSITION";
            Assert.Contains(expected, Assert.Single(events));
        }
    }

    [Theory]
    [InlineData(AuctionKind.Opening, "P")]
    [InlineData(AuctionKind.Scheduled, "C")]
    [InlineData(AuctionKind.Reopening, "HKQRS")]
    [InlineData(AuctionKind.Closing, "CHKQR")]
    public void Calls_start_only_where_the_rules_say(AuctionKind kind, string sources)
    {
        foreach (var from in Reachable)
        {
            var events = In(from).StartAuction(kind);
            var expected = sources.Contains(Letters[(int)from], StringComparison.Ordinal)
                ? $"by ADMIN, {Codes.Of(kind)} call"
                : "rejected ILLEGAL_TRANSITION";
            Assert.Contains(expected, Assert.Single(events));
        }
    }

    [Fact]
    public void Kinds_of_the_engine_and_long_draws_are_invalid()
    {
        var venue = Venue.Open();
        foreach (var kind in (AuctionKind[])[AuctionKind.None, AuctionKind.Volatility, AuctionKind.Batch, (AuctionKind)7])
        {
            Assert.Equal(["StartAuction 1 rejected INVALID_PARAMETERS"], venue.StartAuction(kind));
        }

        Assert.Equal(
            ["StartAuction 1 rejected INVALID_PARAMETERS"], venue.StartAuction(AuctionKind.Scheduled, 60, 31));
        Assert.Equal(
            ["StartAuction 9 rejected UNKNOWN_MARKET"], venue.StartAuction(AuctionKind.Scheduled, market: 9));
    }

    [Fact]
    public void A_crossed_book_does_not_become_continuous()
    {
        var venue = Venue.Open();
        venue.StartAuction(AuctionKind.Scheduled);
        venue.Buy(Traders.Alice, 1, 50);
        venue.Sell(Traders.Bob, 1, 50);
        venue.SetState(MarketState.Halted);
        foreach (var state in (MarketState[])[MarketState.Continuous, MarketState.PostOnly, MarketState.ReduceOnly])
        {
            Assert.Equal(["SetMarketState 1 rejected ILLEGAL_TRANSITION"], venue.SetState(state));
        }

        venue.Cancel(Traders.Alice, 8);
        Assert.Single(venue.SetState(MarketState.Continuous));
    }

    [Fact]
    public void A_closing_auction_terminates_trading()
    {
        var venue = Venue.Open();
        venue.StartAuction(AuctionKind.Closing);
        Assert.Contains("TRADING_TERMINATED by UNCROSSED", venue.Pass(60)[1]);
        Assert.Contains("rejected MARKET_STATE_FORBIDS", venue.Buy(Traders.Alice, 1, 50)[0]);
    }

    [Fact]
    public void A_dropped_call_does_not_end()
    {
        var venue = Venue.Open();
        venue.StartAuction(AuctionKind.Scheduled);
        venue.Buy(Traders.Alice, 1, 50);
        venue.Sell(Traders.Bob, 1, 50);
        venue.SetState(MarketState.CancelOnly);
        Assert.Equal(["mark 1 #6 50"], venue.Pass(61));
        Assert.Contains("REOPENING call 2", venue.StartAuction(AuctionKind.Reopening)[0]);
    }

    [Fact]
    public void The_index_stands_still_while_suspended()
    {
        var venue = Venue.Open();
        Assert.Equal(["index 1 #1 123"], venue.SetIndex(123));
        venue.SetState(MarketState.Suspended);
        Assert.Equal(["SetIndexPrice 1 rejected ILLEGAL_TRANSITION"], venue.SetIndex(124));
        Assert.Equal(["SetIndexPrice 7 rejected UNKNOWN_MARKET"], venue.SetIndex(124, 7));
    }

    private static Venue In(MarketState state)
    {
        var venue = new Venue();
        venue.Apply(CommandType.ListAsset, TestMarkets.Asset);
        venue.Apply(CommandType.CreateMarket, TestMarkets.PlainTerms with { InitialState = MarketState.Pending });
        switch (state)
        {
            case MarketState.Pending:
                break;
            case MarketState.OpeningAuction:
                venue.StartAuction(AuctionKind.Opening);
                break;
            case MarketState.Auction or MarketState.ClosingAuction:
                venue.SetState(MarketState.Continuous);
                venue.StartAuction(state == MarketState.Auction ? AuctionKind.Scheduled : AuctionKind.Closing);
                break;
            default:
                venue.SetState(MarketState.Continuous);
                venue.SetState(state);
                break;
        }

        return venue;
    }
}
