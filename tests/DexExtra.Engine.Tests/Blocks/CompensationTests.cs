using DexExtra.Engine.Ledger;
using DexExtra.Engine.Tests.Auctions;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Blocks;

/// <summary>
/// X4: where each trade settles by itself, what the chain refused is taken back, and nothing else. Match 1: alice
/// bought 10 lots from bob at 90.
/// </summary>
[Trait("rule", "X4")]
public sealed class CompensationTests
{
    [Theory]
    [InlineData(SettlementState.Queued)]
    [InlineData(SettlementState.Submitted)]
    [InlineData(SettlementState.Mined)]
    [InlineData(SettlementState.Final)]
    public void What_the_chain_did_not_refuse_stays(SettlementState reached)
    {
        var venue = Open();
        Climb(venue, reached);
        Assert.Equal(["BustTrade 1 rejected NOT_SUPPORTED"], Compensate(venue));
        Assert.Equal(["BustTrade 0 rejected NOT_SUPPORTED"], Compensate(venue, 0));
        Assert.Equal(["BustTrade 2 rejected NOT_SUPPORTED"], Compensate(venue, 2));
    }

    [Fact]
    public void A_failed_match_is_taken_back_once_with_its_fees()
    {
        var venue = Open();
        Climb(venue, SettlementState.Failed);
        var events = Compensate(venue);

        Assert.StartsWith("trade 2 #4 bust of 1 10@90, pool 0; buy bob.4 0 ", events[0], StringComparison.Ordinal);
        Assert.Contains("alice.6 FEE_REFUND 10, has 10000+0 bucket 0 in 1", events);
        Assert.Contains("bob.6 FEE_REFUND 20, has 10000+0 bucket 0 in 1", events);
        Assert.Equal(["BustTrade 1 rejected ALREADY_APPLIED"], Compensate(venue));
        Assert.Equal(["BustTrade 2 rejected NOT_SUPPORTED"], Compensate(venue, 2));
        venue.Settle(SettlementState.Queued, 2, 2);
        venue.Settle(SettlementState.Submitted, 2, 2);
        Assert.Equal(["matches 2-2 FAILED"], venue.Settle(SettlementState.Failed, 2, 2));
        Assert.Equal(["BustTrade 2 rejected ALREADY_APPLIED"], Compensate(venue, 2));
    }

    [Fact]
    public void Whatever_its_age_and_price_and_after_the_end_of_trading()
    {
        var venue = Open();
        Climb(venue, SettlementState.Failed);
        venue.MarketOf().Risk.NoCancelTicks = 1_000;
        venue.NowNs += 3_600 * Limits.NsPerSecond;
        venue.SetState(MarketState.TradingTerminated);
        Assert.Contains(Compensate(venue), line => line.Contains("bust of 1", StringComparison.Ordinal));
    }

    [Fact]
    public void Nobody_pays_what_he_does_not_have()
    {
        var venue = Open();
        Climb(venue, SettlementState.Failed);
        venue.Meet(Traders.Carol, Traders.Alice, 10, 50);
        venue.Take(Traders.Alice, venue.CashOf(Traders.Alice) - 89, LedgerClass.Guarantee);
        Assert.Equal(["BustTrade 1 rejected INSUFFICIENT_FUNDS"], Compensate(venue));
        venue.Deposit(Traders.Alice, 1);
        Assert.Contains("pos -10", Compensate(venue)[0], StringComparison.Ordinal);
    }

    private static void Climb(Venue venue, SettlementState reached)
    {
        SettlementState[] ladder =
            [SettlementState.Queued, SettlementState.Submitted, SettlementState.Mined, SettlementState.Final];
        foreach (var step in ladder.TakeWhile(step => step <= reached && reached != SettlementState.Failed))
        {
            venue.Settle(step, 1, 1);
        }

        if (reached == SettlementState.Failed)
        {
            venue.Settle(SettlementState.Queued, 1, 1);
            venue.Settle(SettlementState.Submitted, 1, 1);
            Assert.Equal(["matches 1-1 FAILED"], venue.Settle(SettlementState.Failed, 1, 1));
        }
    }

    private static string[] Compensate(Venue venue, ulong match = 1) =>
        venue.Apply(CommandType.BustTrade, new BustTrade { MatchId = match, CaseId = match });

    private static Venue Open()
    {
        var venue = new Venue();
        venue.Apply(CommandType.ListAsset, TestMarkets.Asset);
        venue.Apply(CommandType.CreateMarket, LifeCommands.FreeTerms with { TakerFeePerLot = 2, MakerFeePerLot = 1 });
        foreach (var trader in (AccountId[])[Traders.Alice, Traders.Bob, Traders.Carol])
        {
            venue.Deposit(trader, 10_000);
        }

        venue.Meet(Traders.Alice, Traders.Bob, 10, 90);
        return venue;
    }
}
