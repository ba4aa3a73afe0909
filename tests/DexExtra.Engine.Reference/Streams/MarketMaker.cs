using DexExtra.Messages;
using static DexExtra.Engine.Reference.Streams.StreamFeature;

namespace DexExtra.Engine.Reference.Streams;

/// <summary>Draws what operators do: rules, states, auctions, index prices. Markets that stand still are brought back.</summary>
internal sealed class MarketMaker(StreamContext context)
{
    private readonly StreamDice _dice = context.Dice;

    /// <summary>The most urgent thing that a market which does not trade needs, or null.</summary>
    public CommandType? Urgent(StreamMarket market)
    {
        var isStuck = market.State is MarketState.Pending or MarketState.Halted or MarketState.CancelOnly
            or MarketState.Suspended or MarketState.PostOnly or MarketState.ReduceOnly;
        return !isStuck || !_dice.OneIn(6) ? null
            : context.Profile.Has(PriceIncrements) && _dice.OneIn(3) ? CommandType.SetTradingRules
            : market.IsCrossed || _dice.OneIn(3) ? CommandType.StartAuction
            : CommandType.SetMarketState;
    }

    public SetMarketState NextState(StreamMarket market)
    {
        MarketState[] others =
        [
            MarketState.Halted, MarketState.CancelOnly, MarketState.PostOnly, MarketState.ReduceOnly,
            MarketState.Suspended,
        ];
        var state = market.State != MarketState.Continuous && !market.IsCall && !_dice.OneIn(3)
            ? MarketState.Continuous
            : _dice.Pick(others);
        if (_dice.Percent(2 * context.Profile.Weight(Termination)))
        {
            state = MarketState.TradingTerminated;
        }

        return new SetMarketState
        {
            MarketId = market.Terms.MarketId + (uint)(_dice.OneIn(60) ? 50 : 0),
            State = _dice.OneIn(40) ? (MarketState)_dice.Below(14) : state,
        };
    }

    public StartAuction NextAuction(StreamMarket market) => new()
    {
        MarketId = market.Terms.MarketId + (uint)(_dice.OneIn(60) ? 50 : 0),
        Kind = _dice.OneIn(25) ? (AuctionKind)_dice.Below(8)
            : market.State == MarketState.Pending ? AuctionKind.Opening
            : context.Profile.Has(Termination) && _dice.OneIn(60) ? AuctionKind.Closing
            : market.State == MarketState.Continuous ? AuctionKind.Scheduled
            : AuctionKind.Reopening,
        DurationSeconds = (uint)(context.Profile.IsBulk ? 900 : _dice.Pick([1, 1, 2, 5, 10, 60])),
        RandomSeconds = (uint)(_dice.OneIn(60) ? 31 : _dice.Pick([0, 0, 1, 3, 30])),
    };

    public SetIndexPrice NextIndex(StreamMarket market) => new()
    {
        MarketId = market.Terms.MarketId + (uint)(_dice.OneIn(60) ? 50 : 0),
        PriceTicks = market.Middle + _dice.Between(-context.Profile.Spread, context.Profile.Spread)
            + (_dice.OneIn(30) ? 500 : 0),
    };

    /// <summary>The market's rules with a few changes of the kinds that the profile has.</summary>
    public SetTradingRules NextRules(StreamMarket market)
    {
        var rules = _dice.OneIn(8) ? Messages.TradingRules.Default : market.Rules;
        var spread = context.Profile.Spread;
        rules.AuctionSeconds = (uint)_dice.Pick([1, 1, 2, 5]);
        rules.AuctionRandomSeconds = (uint)_dice.Pick([0, 0, 1, 2]);
        AddBands(ref rules, spread);
        AddTimes(ref rules);
        AddSizes(ref rules, market);
        if (_dice.OneIn(50))
        {
            rules.MaxCascade = 0;
        }

        return new SetTradingRules
        {
            MarketId = market.Terms.MarketId + (uint)(_dice.OneIn(60) ? 50 : 0),
            Rules = rules,
        };
    }

    private void AddBands(ref TradingRules rules, int spread)
    {
        if (context.Draws(Bands, 15))
        {
            rules.EntryBandTicks = _dice.Between(0, spread);
            rules.EntryBandVolatility = (uint)_dice.Pick([0, 0, 1, 5]);
            rules.ExecutionBandTicks = _dice.Between(0, spread);
        }

        if (context.Draws(VolatilityTriggers, 15))
        {
            rules.FirstTrigger = Trigger(spread);
            rules.SecondTrigger = Trigger(spread);
            rules.ThirdTrigger = Trigger(spread);
        }

        if (context.Draws(Cascades, 15))
        {
            rules.CascadeTicks = _dice.Between(0, spread);
            rules.MaxCascade = (uint)_dice.Pick([1, 2, 5, 1_000]);
        }

        if (context.Draws(Collars, 15))
        {
            rules.CollarTicks = _dice.Between(0, spread / 2);
            rules.CollarWidenTicks = _dice.Between(0, 3);
            rules.MaxExtensions = (uint)_dice.Below(4);
        }
    }

    private VolatilityTrigger Trigger(int spread) => new()
    {
        Ticks = _dice.Between(0, spread),
        HorizonSeconds = (uint)_dice.Pick([1, 5, 60, 1_024]),
        AuctionSeconds = (uint)_dice.Pick([1, 2, 5]),
    };

    private void AddTimes(ref TradingRules rules)
    {
        var secondOfDay = (uint)((context.NowSeconds + (ulong)_dice.Between(1, 120)) % 86_400);
        if (context.Draws(SessionEnds, 15))
        {
            rules.SessionEndSecondOfDay = secondOfDay;
        }

        if (context.Draws(ScheduledAuctions, 15))
        {
            rules.ScheduledAuctionSecondOfDay = secondOfDay;
            rules.Flags |= TradingFlags.HasScheduledAuction;
        }

        if (context.Draws(Outages, 15))
        {
            rules.OutageSeconds = (uint)_dice.Pick([0, 1, 5, 60]);
        }

        rules.MarkMaxAgeSeconds = (uint)_dice.Pick([0, 0, 2, 60]);
        if (context.Draws(Batches, 8))
        {
            rules.BatchIntervalMs = (uint)_dice.Pick([0, 100, 1_000]);
        }
    }

    private void AddSizes(ref TradingRules rules, StreamMarket market)
    {
        if (context.Draws(ProRata, 15))
        {
            rules.Allocation = (Allocation)_dice.Between(1, 2);
        }

        if (context.Draws(AllOrNone, 15))
        {
            rules.Flags |= TradingFlags.AllowAllOrNone;
        }

        if (context.Draws(PriceIncrements, 15))
        {
            rules.PriceIncrementTicks = market.State == MarketState.Halted ? _dice.Pick([2, 3, 4]) : 1;
        }

        if (context.Draws(SmallLimits, 10))
        {
            rules.MinDisplayLots = _dice.Between(1, 3);
            rules.MaxIcebergParts = (uint)_dice.Pick([1, 2, 4, 1_000]);
            rules.MinOrderLots = _dice.Between(1, 2);
            rules.MinMarkDepthLots = _dice.Between(1, 8);
        }

        if (_dice.OneIn(6))
        {
            rules.Flags ^= TradingFlags.HasInitialReference;
            rules.InitialReferenceTicks = market.Middle;
        }

        rules.Flags ^= _dice.OneIn(8) ? TradingFlags.OpeningAuctionFree : 0;
    }
}
