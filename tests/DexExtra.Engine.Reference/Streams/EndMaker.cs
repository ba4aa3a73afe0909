using DexExtra.Messages;
using static DexExtra.Engine.Reference.Streams.StreamFeature;

namespace DexExtra.Engine.Reference.Streams;

/// <summary>
/// Draws what ends markets and what goes past their books: short lives, the oracle's word, block trades, busts; and new
/// markets in the place of those that ended.
/// </summary>
internal sealed class EndMaker(StreamContext context, OrderMaker orders)
{
    private readonly StreamDice _dice = context.Dice;

    /// <summary>What a market, or the lack of markets, needs now; or null.</summary>
    public StreamAction? Urgent(StreamMarket market)
    {
        if (!context.Profile.Has(Ends) || !_dice.OneIn(2))
        {
            return null;
        }

        var world = context.World;
        var isMissing = world.MarketsInOrder.Count(item => !item.HasEnded) < context.Profile.Markets
            && world.Markets.Count < context.Profile.Options.MaxMarkets;
        return isMissing ? StreamAction.NewMarket
            : market.State switch
            {
                MarketState.TradingTerminated or MarketState.ResultProposed or MarketState.Disputed => StreamAction.Oracle,
                MarketState.Settled or MarketState.Draft => StreamAction.Life,
                _ => null,
            };
    }

    /// <summary>Seconds to minutes from now to the end of trading, and as long again to the fallback.</summary>
    public MarketLife NextLife()
    {
        var termination = context.NowSeconds + (ulong)_dice.Between(5, 120);
        var start = termination + (ulong)_dice.Pick([0, 0, 2]);
        var end = start + (ulong)_dice.Pick([0, 1, 5]);
        var delay = (uint)_dice.Pick([0, 0, 3]);
        return new MarketLife
        {
            TerminationSeconds = termination,
            ObservationStartSeconds = start,
            ObservationEndSeconds = end,
            PublicationDelaySeconds = delay,
            FallbackDeadlineSeconds = end + delay + (ulong)_dice.Pick([0, 1, 20, 300, 4_000]),
            FallbackWindowSeconds = (uint)_dice.Pick([0, 1, 10, 60, 1_000]),
            SettlementFeePerLot = _dice.Pick([0, 0, 1, 40]),
            Oracle = CustodyMaker.Token(9),
            OutOfRange = (OutOfRange)_dice.Below(2),
            Fallback = (SettlementFallback)_dice.Below(2),
        };
    }

    public CreateMarket NextMarket()
    {
        var terms = StreamMarkets.Terms((uint)context.World.Markets.Count + (uint)_dice.Between(1, 9), _dice);
        terms.Life = NextLife();
        terms.InitialState = _dice.OneIn(4) ? MarketState.Draft : terms.InitialState;
        terms.MakerFeePerLot = _dice.OneIn(3) ? -_dice.Between(0, terms.TakerFeePerLot) : terms.MakerFeePerLot;
        return terms;
    }

    /// <summary>The last steps of a life that operators make, and the first.</summary>
    public SetMarketState NextLifeState(StreamMarket market) => new()
    {
        MarketId = market.Terms.MarketId,
        State = market.State == MarketState.Settled ? MarketState.Closed
            : _dice.OneIn(2) ? MarketState.Cancelled
            : MarketState.Pending,
    };

    public OracleUpdate NextOracle(StreamMarket market)
    {
        var kind = market.State switch
        {
            MarketState.ResultProposed => _dice.Weighted(
                [(OracleUpdateKind.Confirmed, 3), (OracleUpdateKind.Disputed, 2), (OracleUpdateKind.Rejected, 1)]),
            MarketState.Disputed => _dice.OneIn(2) ? OracleUpdateKind.Confirmed : OracleUpdateKind.Rejected,
            _ => OracleUpdateKind.Proposed,
        };
        var isNew = kind == OracleUpdateKind.Proposed && !_dice.OneIn(12);
        var update = new OracleUpdate
        {
            MarketId = market.Terms.MarketId + (uint)(_dice.OneIn(60) ? 500 : 0),
            Kind = _dice.OneIn(30) ? (OracleUpdateKind)_dice.Below(6) : kind,
            AssertionId = isNew || _dice.OneIn(20) ? Scenarios.OrderReader.HashOf(_dice.Bits()) : market.AssertionId,
            Bond = _dice.Below(3),
            LivenessEndSeconds = context.NowSeconds + (ulong)_dice.Pick([0, 0, 1, 20]),
        };
        update.Value = kind == OracleUpdateKind.Proposed ? Value(market) : 0;
        return update;
    }

    public BlockTrade NextBlock(StreamMarket market)
    {
        var buyer = 1 + _dice.Below(context.Profile.Owners);
        var seller = _dice.OneIn(20) ? buyer : 1 + (buyer % context.Profile.Owners);
        var block = new BlockTrade { Buy = Half(market, buyer, Side.Buy), Sell = Half(market, seller, Side.Sell) };
        block.Sell.PriceTicks = block.Buy.PriceTicks + (_dice.OneIn(30) ? 1 : 0);
        block.Sell.QuantityLots = block.Buy.QuantityLots + (_dice.OneIn(30) ? 1 : 0);
        OrderMaker.Sign(market.Terms, ref block.Sell);
        if (context.Draws(Broken, 5))
        {
            BrokenFields.Spoil(_dice, ref _dice.OneIn(2) ? ref block.Buy : ref block.Sell);
        }

        return block;
    }

    /// <summary>Mostly one of the last matches.</summary>
    public BustTrade NextBust() => new()
    {
        MatchId = context.World.LastMatch + (ulong)(_dice.OneIn(15) ? _dice.Below(4) : 0)
            - Math.Min(context.World.LastMatch, (ulong)(_dice.OneIn(8) ? _dice.Below(6_000) : _dice.Below(12))),
        CaseId = (ulong)_dice.Below(100),
    };

    public SetRiskParameters NextRisk(StreamMarket market) => new()
    {
        MarketId = market.Terms.MarketId + (uint)(_dice.OneIn(60) ? 500 : 0),
        Parameters = new RiskParameters
        {
            NoCancelTicks = _dice.OneIn(30) ? -1 : _dice.Pick([0L, 0, 1, 3]),
            MinBlockLots = _dice.OneIn(30) ? _dice.Pick([-1L, market.Terms.MaxOrderLots + 1]) : _dice.Pick([0L, 1, 1, 4]),
            MinScanTicks = _dice.OneIn(40) ? 1 : 0,
        },
    };

    /// <summary>Around the middle, between ticks too; now and then far outside.</summary>
    private Int128 Value(StreamMarket market)
    {
        var half = market.Terms.TickSize / 2;
        var ticks = market.Middle + _dice.Between(-context.Profile.Spread, context.Profile.Spread);
        var far = _dice.OneIn(5) ? _dice.Pick([-2_000L, 2_000]) : 0;
        return ((ticks + far) * market.Terms.TickSize) + (_dice.Below(3) * half) + _dice.Between(-1, 1);
    }

    private NewOrder Half(StreamMarket market, int owner, Side side)
    {
        var time = _dice.OneIn(30) ? TimeInForce.ImmediateOrCancel : TimeInForce.FillOrKill;
        var order = orders.Make(market, context.AccountOf(owner), side, OrderType.Limit, time, isClosing: false);
        order.Order.Instructions = default;
        order.Order.Flags &= _dice.OneIn(10) ? ~OrderFlags.None : OrderFlags.Decrement | OrderFlags.ReduceOnly;
        return order;
    }
}
