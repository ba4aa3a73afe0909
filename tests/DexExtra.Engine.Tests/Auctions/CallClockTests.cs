using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Auctions;

/// <summary>A5, A8, A10, B6 and batch markets: when calls begin and end, and what they say meanwhile.</summary>
[Trait("rule", "A8")]
public sealed class CallClockTests
{
    [Theory]
    [InlineData(0UL, 0)]
    [InlineData(5_000_000_000UL, 5)]
    [InlineData(10_000_000_000UL, 10)]
    [InlineData(10_000_000_001UL, 0)]
    public void The_first_command_after_the_shortest_call_draws_the_end(ulong entropy, int seconds)
    {
        var venue = Venue.Open();
        venue.StartAuction(AuctionKind.Scheduled, 60, 10);
        Assert.Empty(venue.Pass(59));
        venue.NowNs += Limits.NsPerSecond;
        var drawn = venue.TickWith(entropy);
        if (seconds == 0)
        {
            Assert.Equal(2, drawn.Length);
            return;
        }

        Assert.Empty(drawn);
        venue.NowNs += (seconds * Limits.NsPerSecond) - 1;
        Assert.Empty(venue.TickWith(77));
        venue.NowNs++;
        Assert.Equal(2, venue.TickWith(99).Length);
    }

    [Fact]
    [Trait("rule", "A5")]
    public void Outside_the_collar_the_call_is_extended_and_then_stays()
    {
        var venue = Venue.Open();
        var rules = TradingRules.Default with
        {
            Flags = TradingFlags.HasInitialReference,
            InitialReferenceTicks = 40,
            CollarTicks = 5,
            CollarWidenTicks = 2,
            MaxExtensions = 2,
            AuctionSeconds = 30,
        };
        venue.SetRules(rules);
        venue.StartAuction(AuctionKind.Scheduled);
        venue.Buy(Traders.Alice, 1, 50);
        venue.Sell(Traders.Bob, 1, 50);

        Assert.Contains("by COLLAR, SCHEDULED call 1 until 1700000090000000000", Assert.Single(venue.Pass(60)));
        Assert.Contains("by COLLAR", Assert.Single(venue.Pass(30)));
        Assert.Empty(venue.Pass(30));
        Assert.Empty(venue.Pass(0.5));
        rules.CollarWidenTicks = 3;
        Assert.Single(venue.SetRules(rules));
        Assert.Empty(venue.Pass(0.4));
        Assert.StartsWith("uncrossed", venue.Pass(0.1)[0], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "A10")]
    public void Indications_come_when_they_differ_and_at_most_ten_times_a_second()
    {
        var venue = Venue.Open();
        venue.StartAuction(AuctionKind.Scheduled);
        Assert.DoesNotContain(venue.Buy(Traders.Alice, 5, 50), IsIndication);
        Assert.Contains(venue.Sell(Traders.Bob, 3, 50), line => line.Contains("3@50, surplus Buy 2", Ignoring));
        venue.NowNs += Limits.IndicativeIntervalNs - 1;
        Assert.DoesNotContain(venue.Sell(Traders.Bob, 1, 50), IsIndication);
        venue.NowNs++;
        Assert.Contains("4@50, surplus Buy 1", Assert.Single(venue.Tick()));
        venue.NowNs += Limits.IndicativeIntervalNs;
        Assert.Empty(venue.Tick());
        Assert.DoesNotContain(venue.Buy(Traders.Alice, 5, 40), IsIndication);
    }

    [Fact]
    [Trait("rule", "B6")]
    public void After_an_outage_the_market_reopens_by_auction()
    {
        var venue = Venue.Open();
        venue.SetRules(TradingRules.Default with { OutageSeconds = 5, AuctionRandomSeconds = 0 });
        Assert.Empty(venue.Pass(5));
        Assert.Contains("AUCTION by OUTAGE, REOPENING call 1", Assert.Single(venue.Pass(5.1)));
        Assert.Empty(venue.Pass(6));
    }

    [Fact]
    public void A_scheduled_call_starts_once_a_day()
    {
        // the venue's first second is 22:13:20
        var venue = Venue.Open();
        venue.SetRules(TradingRules.Default with
        {
            Flags = TradingFlags.HasScheduledAuction,
            ScheduledAuctionSecondOfDay = 80_010,
            AuctionRandomSeconds = 0,
        });
        Assert.Empty(venue.Pass(9));
        Assert.Contains("AUCTION by TIMER, SCHEDULED call 1", Assert.Single(venue.Pass(1.5)));
        Assert.Equal(2, venue.Pass(60).Length);
        Assert.Empty(venue.Pass(60));
        Assert.Contains("SCHEDULED call 2", Assert.Single(venue.Pass(86_400)));
    }

    [Fact]
    public void In_a_batch_market_one_call_follows_the_other()
    {
        var venue = Venue.Open();
        venue.SetState(MarketState.Halted);
        venue.SetRules(TradingRules.Default with { BatchIntervalMs = 200 });
        Assert.Contains(
            "AUCTION by ADMIN, BATCH call 1 until 1700000000200000000",
            Assert.Single(venue.SetState(MarketState.Continuous)));
        venue.Buy(Traders.Alice, 1, 50);
        venue.Sell(Traders.Bob, 1, 50);
        var events = venue.Pass(0.2);
        Assert.Contains("BATCH call 2 until 1700000000400000000", events[2]);
        Assert.Contains("AUCTION by UNCROSSED", events[2]);
        Assert.Contains("BATCH call 3", venue.Pass(0.2)[^1]);
    }

    [Fact]
    [Trait("rule", "A7")]
    public void Both_sides_pay_the_auction_fee_and_in_a_free_opening_none()
    {
        Assert.All(Fees(TradingFlags.None, AuctionKind.Opening), fee => Assert.Equal(15, fee));
        Assert.All(Fees(TradingFlags.OpeningAuctionFree, AuctionKind.Opening), fee => Assert.Equal(0, fee));
        Assert.All(Fees(TradingFlags.OpeningAuctionFree, AuctionKind.Reopening), fee => Assert.Equal(15, fee));
    }

    private const StringComparison Ignoring = StringComparison.Ordinal;

    private static bool IsIndication(string line) => line.StartsWith("indicative", Ignoring);

    private static List<Int128> Fees(TradingFlags flags, AuctionKind kind)
    {
        var venue = new Venue();
        var terms = TestMarkets.PlainTerms with { AuctionFeePerLot = 3, InitialState = MarketState.Pending };
        venue.Apply(CommandType.ListAsset, TestMarkets.Asset);
        venue.Apply(CommandType.CreateMarket, terms);
        venue.Deposit(Traders.Alice, 10_000);
        venue.Deposit(Traders.Bob, 10_000);
        venue.SetRules(TradingRules.Default with { Flags = flags });
        if (kind != AuctionKind.Opening)
        {
            venue.SetState(MarketState.Halted);
        }

        venue.StartAuction(kind);
        venue.Buy(Traders.Alice, 5, 50);
        venue.Sell(Traders.Bob, 5, 50);
        venue.Pass(60);
        var trade = Assert.Single(venue.Events<Traded>(EventType.Traded));
        return [trade.Buy.Fee, trade.Sell.Fee];
    }
}
