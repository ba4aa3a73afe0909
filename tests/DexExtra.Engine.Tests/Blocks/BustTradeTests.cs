using DexExtra.Engine.Ledger;
using DexExtra.Engine.Tests.Auctions;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Blocks;

/// <summary>F11: trades that are taken back. Match 1: alice bought 10 lots from bob at 90, the mark is 50.</summary>
[Trait("rule", "F11")]
public sealed class BustTradeTests
{
    [Fact]
    public void Lots_money_and_fees_come_back()
    {
        var venue = Open();

        Assert.Equal(
            [
                "trade 2 #4 bust of 1 10@90, pool 0; "
                    + "buy bob.4 0 cum 0 leaves 0 fee 0 cash 100 has 10000+0 pos 0 cost 0 pnl 0; "
                    + "sell alice.4 0 cum 0 leaves 0 fee 0 cash 900 has 10000+0 pos 0 cost 0 pnl 0",
                "bob.5 closed -10 of 1 by BUST, in 900 out 900, pnl 0 fees 0 EVEN",
                "alice.5 closed 10 of 1 by BUST, in 900 out 900, pnl 0 fees 0 EVEN",
                "alice.6 FEE_REFUND 10, has 10000+0 bucket 0 in 1",
                "bob.6 FEE_REFUND 20, has 10000+0 bucket 0 in 1",
            ],
            Bust(venue, 1));
        Assert.Equal(0, venue.Engine.View.Fees(TestMarkets.AssetId));
        Assert.Equal(["BustTrade 1 rejected ALREADY_APPLIED"], Bust(venue, 1));
        Assert.Equal(["BustTrade 2 rejected ALREADY_APPLIED"], Bust(venue, 2));
        Assert.Equal(90, venue.MarketOf().Prices.LastTicks);
    }

    [Fact]
    public void Only_recent_matches_that_exist()
    {
        var venue = Open();
        Assert.Equal(["BustTrade 0 rejected UNKNOWN_MATCH"], Bust(venue, 0));
        Assert.Equal(["BustTrade 2 rejected UNKNOWN_MATCH"], Bust(venue, 2));
        venue.NowNs += 900 * Limits.NsPerSecond;
        Assert.Contains(Bust(venue, 1), line => line.Contains("bust of 1", StringComparison.Ordinal));

        var late = Open();
        late.NowNs += (900 * Limits.NsPerSecond) + 1;
        Assert.Equal("BustTrade 1 rejected TOO_LATE", Bust(late, 1)[^1]);

        var ring = Open();
        for (var trade = 0; trade < 8; trade++)
        {
            ring.Meet(Traders.Carol, Traders.Nobody, 1, 50);
        }

        Assert.Equal(["BustTrade 1 rejected TOO_LATE"], Bust(ring, 1));
    }

    [Theory]
    [InlineData(SettlementState.Queued, true)]
    [InlineData(SettlementState.Submitted, false)]
    [InlineData(SettlementState.Mined, false)]
    [InlineData(SettlementState.Final, false)]
    public void Not_beyond_the_queue_of_the_chain(SettlementState reached, bool isTaken)
    {
        var venue = Open();
        SettlementState[] ladder =
            [SettlementState.Queued, SettlementState.Submitted, SettlementState.Mined, SettlementState.Final];
        foreach (var step in ladder.TakeWhile(step => step <= reached))
        {
            venue.Settle(step, 1, 1);
        }

        Assert.Equal(!isTaken, Bust(venue, 1)[0] == "BustTrade 1 rejected TOO_LATE");
    }

    [Theory]
    [InlineData(39, true)]
    [InlineData(40, false)]
    public void Outside_the_no_cancel_range(long range, bool isTaken)
    {
        var venue = Open();
        venue.MarketOf().Risk.NoCancelTicks = range;

        Assert.Equal(!isTaken, Bust(venue, 1)[0] == "BustTrade 1 rejected INSIDE_NO_CANCEL_RANGE");
    }

    [Fact]
    public void Only_while_the_market_trades()
    {
        var venue = Open();
        venue.SetState(MarketState.Halted);
        Assert.Equal(5, Bust(venue, 1).Length);

        var ended = Open();
        ended.SetState(MarketState.TradingTerminated);
        Assert.Equal(["BustTrade 1 rejected ILLEGAL_TRANSITION"], Bust(ended, 1));
    }

    [Fact]
    [Trait("rule", "R1")]
    public void Nobody_pays_what_he_does_not_have()
    {
        var venue = Open();
        venue.Meet(Traders.Carol, Traders.Alice, 10, 50);
        venue.Take(Traders.Alice, venue.CashOf(Traders.Alice) - 89, LedgerClass.Guarantee);
        Assert.Equal(["BustTrade 1 rejected INSUFFICIENT_FUNDS"], Bust(venue, 1));

        // back to short 10 at 90 costs 100, of which 10 are her fee
        venue.Deposit(Traders.Alice, 1);
        Assert.Contains("pos -10", Bust(venue, 1)[0], StringComparison.Ordinal);
        Assert.Equal(0, venue.CashOf(Traders.Alice));
    }

    [Fact]
    public void Fees_that_are_gone_cannot_be_returned()
    {
        var venue = Open();
        var ledger = venue.Engine.State.Ledger;
        ledger.Post(0, ledger.Fees(0), ledger.Guarantee(0), 1);
        ledger.VerifyTouched();

        Assert.Equal(["BustTrade 1 rejected INSUFFICIENT_FUNDS"], Bust(venue, 1));
    }

    [Fact]
    [Trait("rule", "I-RO-4")]
    public void Reduce_only_orders_follow_the_position()
    {
        var venue = Open();
        venue.Send(new OrderTicket(Traders.Alice, Side.Sell, 10, 95) { Flags = OrderFlags.ReduceOnly });

        Assert.Contains(
            Bust(venue, 1), line => line.Contains("POSITION_CLOSED", StringComparison.Ordinal)
                && line.StartsWith("alice", StringComparison.Ordinal));
    }

    [Theory]
    [Trait("rule", "R3")]
    [InlineData(50, true)]
    [InlineData(49, false)]
    public void A_cross_account_carries_it_with_its_equity(long cash, bool isTaken)
    {
        var venue = Margin();

        // alice sold her lots before: without them she is 10 short at 90, 5 ticks down
        venue.Take(Traders.Alice, venue.CashOf(Traders.Alice) - cash, LedgerClass.Guarantee);
        var events = Bust(venue, 1);

        Assert.Equal(!isTaken, events[0] == "BustTrade 1 rejected INSUFFICIENT_MARGIN");
    }

    [Theory]
    [Trait("rule", "R5")]
    [InlineData(100, true)]
    [InlineData(99, false)]
    public void An_isolated_position_gets_the_bucket_that_it_needs(long cash, bool isTaken)
    {
        var venue = Margin();

        // the way from 95 to the cap is her margin, beside the 5 ticks that she is down
        venue.Isolate(Traders.Alice, 0);
        venue.Take(Traders.Alice, venue.CashOf(Traders.Alice) - cash, LedgerClass.Guarantee);
        var events = Bust(venue, 1);

        Assert.Equal(!isTaken, events[0] == "BustTrade 1 rejected INSUFFICIENT_MARGIN");
    }

    [Fact]
    public void Without_netted_settlement_nothing_else_than_a_failed_match_is_taken_back()
    {
        var venue = Venue.Open();
        venue.Meet(Traders.Alice, Traders.Bob, 10, 90);

        Assert.Equal(["BustTrade 1 rejected NOT_SUPPORTED"], Bust(venue, 1));
    }

    private static Venue Open()
    {
        var venue = LifeCommands.Open(terms => terms with { TakerFeePerLot = 2, MakerFeePerLot = 1 });
        venue.Meet(Traders.Alice, Traders.Bob, 10, 90);
        venue.Mark(50);
        return venue;
    }

    /// <summary>Match 1 in a cross market: alice bought 10 at 90, then sold 10 to carol at 50; the mark is 95.</summary>
    private static Venue Margin()
    {
        var venue = LifeCommands.Open(terms => terms with { MarginMode = MarginMode.Cross });
        venue.Fill(Traders.Alice, Traders.Bob, 10, 90);
        venue.Fill(Traders.Carol, Traders.Alice, 10, 50);
        venue.Mark(95);
        return venue;
    }

    private static string[] Bust(Venue venue, ulong match) =>
        venue.Apply(CommandType.BustTrade, new BustTrade { MatchId = match, CaseId = 5 });
}
