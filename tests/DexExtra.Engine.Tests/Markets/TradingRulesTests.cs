using DexExtra.Engine.Tests.Auctions;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Markets;

/// <summary>docs/matching.md §16: which rules are taken, and when.</summary>
[Trait("rule", "Q2")]
public sealed class TradingRulesTests
{
    private static readonly VolatilityTrigger Used = new() { Ticks = 1, HorizonSeconds = 1, AuctionSeconds = 1 };

    private delegate void Change(ref TradingRules rules);

    [Fact]
    public void Each_wrong_field_is_refused()
    {
        Change[] changes =
        [
            (ref TradingRules rules) => rules.EntryBandTicks = -1,
            (ref TradingRules rules) => rules.ExecutionBandTicks = -1,
            (ref TradingRules rules) => rules.CascadeTicks = -1,
            (ref TradingRules rules) => rules.CollarTicks = -1,
            (ref TradingRules rules) => rules.CollarWidenTicks = -1,
            (ref TradingRules rules) => rules.MinDisplayLots = 0,
            (ref TradingRules rules) => rules.MinOrderLots = 0,
            (ref TradingRules rules) => rules.MinOrderLots = 1_001,
            (ref TradingRules rules) => rules.MinMarkDepthLots = 0,
            (ref TradingRules rules) => rules.PriceIncrementTicks = 0,
            (ref TradingRules rules) => rules.MaxIcebergParts = 0,
            (ref TradingRules rules) => rules.MaxCascade = 0,
            (ref TradingRules rules) => rules.MaxCascade = 4_097,
            (ref TradingRules rules) => rules.AuctionRandomSeconds = 31,
            (ref TradingRules rules) => rules.MaxExtensions = 1_001,
            (ref TradingRules rules) => rules.AuctionSeconds = 0,
            (ref TradingRules rules) => rules.AuctionSeconds = 86_401,
            (ref TradingRules rules) => rules.SessionEndSecondOfDay = 86_400,
            (ref TradingRules rules) => rules.ScheduledAuctionSecondOfDay = 86_400,
            (ref TradingRules rules) => rules.BatchIntervalMs = 86_400_001,
            (ref TradingRules rules) => rules.FirstTrigger = Used with { Ticks = -1 },
            (ref TradingRules rules) => rules.FirstTrigger = Used with { HorizonSeconds = 0 },
            (ref TradingRules rules) => rules.SecondTrigger = Used with { HorizonSeconds = 1_025 },
            (ref TradingRules rules) => rules.SecondTrigger = Used with { AuctionSeconds = 0 },
            (ref TradingRules rules) => rules.ThirdTrigger = Used with { AuctionSeconds = 86_401 },
            (ref TradingRules rules) => rules.Allocation = 0,
            (ref TradingRules rules) => rules.Allocation = (Allocation)3,
            (ref TradingRules rules) => rules.Flags = (TradingFlags)16,
            (ref TradingRules rules) =>
            {
                rules.Flags = TradingFlags.HasInitialReference;
                rules.InitialReferenceTicks = 101;
            },
        ];
        foreach (var change in changes)
        {
            var venue = Venue.Open();
            venue.SetState(MarketState.Halted);
            var rules = TradingRules.Default;
            change(ref rules);
            Assert.Equal(["SetTradingRules 1 rejected INVALID_PARAMETERS"], venue.SetRules(rules));
        }
    }

    [Fact]
    public void The_defaults_and_the_bounds_are_taken()
    {
        var venue = Venue.Open();
        venue.SetState(MarketState.Halted);
        Assert.Equal(["rules 1 #2 changed"], venue.SetRules(TradingRules.Default));
        Assert.Equal(["rules 1 #3 changed"], venue.SetRules(TradingRules.Default with
        {
            MinOrderLots = 1_000,
            MaxCascade = 4_096,
            MaxExtensions = 1_000,
            AuctionSeconds = 86_400,
            SessionEndSecondOfDay = 86_399,
            BatchIntervalMs = 86_400_000,
            FirstTrigger = Used with { HorizonSeconds = 1_024, AuctionSeconds = 86_400 },
            Flags = (TradingFlags)15,
            InitialReferenceTicks = 100,
        }));
        Assert.Equal(["SetTradingRules 9 rejected UNKNOWN_MARKET"], venue.SetRules(TradingRules.Default, 9));
    }

    [Fact]
    public void The_grid_becomes_finer_any_time_and_coarser_only_when_halted()
    {
        var venue = Venue.Open();
        Assert.Contains("ILLEGAL_TRANSITION", venue.SetRules(TradingRules.Default with { PriceIncrementTicks = 4 })[0]);
        venue.SetState(MarketState.Halted);
        Assert.Contains("changed", venue.SetRules(TradingRules.Default with { PriceIncrementTicks = 4 })[0]);
        venue.SetState(MarketState.Continuous);
        Assert.Contains("ILLEGAL_TRANSITION", venue.SetRules(TradingRules.Default with { PriceIncrementTicks = 3 })[0]);
        Assert.Contains("changed", venue.SetRules(TradingRules.Default with { PriceIncrementTicks = 2 })[0]);
        Assert.Contains("rejected PRICE_OFF_TICK", venue.Buy(Traders.Alice, 1, 51)[0]);
    }

    [Fact]
    public void Batches_begin_and_end_only_in_pending_and_halted()
    {
        var venue = Venue.Open();
        Assert.Contains("ILLEGAL_TRANSITION", venue.SetRules(TradingRules.Default with { BatchIntervalMs = 5 })[0]);
        venue.SetState(MarketState.Halted);
        Assert.Contains("changed", venue.SetRules(TradingRules.Default with { BatchIntervalMs = 5 })[0]);
        venue.SetState(MarketState.Continuous);
        Assert.Contains("ILLEGAL_TRANSITION", venue.SetRules(TradingRules.Default)[0]);
    }
}
