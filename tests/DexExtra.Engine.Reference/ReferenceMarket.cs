using System.Numerics;
using DexExtra.Engine.Reference.Auctions;
using DexExtra.Engine.Reference.Prices;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>A market of the reference: each side one list sorted from best to worst, oldest stamp first.</summary>
public sealed class ReferenceMarket(CreateMarket terms, BigInteger tickValue, ulong entropy)
{
    public ReferenceGenerator Generator = new(entropy);
    public TradingRules Rules = TradingRules.Default;

    public CreateMarket Terms { get; } = terms;

    public uint Id => Terms.MarketId;

    public BigInteger TickValue { get; } = tickValue;

    public List<ReferenceOrder> Bids { get; } = [];

    public List<ReferenceOrder> Asks { get; } = [];

    /// <summary>O-AON, sorted like the book.</summary>
    public List<ReferenceOrder> AllOrNoneBids { get; } = [];

    public List<ReferenceOrder> AllOrNoneAsks { get; } = [];

    /// <summary>Stops that wait, in order of their stamps.</summary>
    public List<ReferenceOrder> Waiting { get; } = [];

    /// <summary>In order of entry, on the book or parked.</summary>
    public List<ReferenceOrder> Pegs { get; } = [];

    /// <summary>Orders off the book, in the order in which they came to their places.</summary>
    public List<ReferenceOrder> Off { get; } = [];

    /// <summary>A11: children that an uncrossing woke, in that order.</summary>
    public List<ReferenceOrder> Waking { get; } = [];

    /// <summary>Every open order in order of entry.</summary>
    public List<ReferenceOrder> Open { get; } = [];

    /// <summary>Its unfinished sweeps.</summary>
    public List<ReferenceSweep> Sweeps { get; } = [];

    public BigInteger Pool { get; set; }

    public ulong Sequence { get; set; }

    public MarketState State { get; set; } = terms.InitialState;

    public ReferenceCall? Call { get; set; }

    public ulong AuctionCount { get; set; }

    /// <summary>T1 LAST, calls included; also the reference (A4).</summary>
    public long? LastTicks { get; set; }

    public long? IndexTicks { get; set; }

    public MarkState Mark { get; set; } = MarkState.Empty;

    public long MarkComputedNs { get; set; }

    public long MarkSecond { get; set; } = -1;

    public PriceHistory History { get; } = new();

    /// <summary>M7: each mark and since when it stood.</summary>
    public List<(long Ns, long Ticks)> Marks { get; } = [];

    /// <summary>In order of creation.</summary>
    public List<ReferencePosition> Positions { get; } = [];

    public RiskParameters Risk { get; set; }

    public ReferenceResult Result { get; } = new();

    /// <summary>Null before SETTLING.</summary>
    public ReferencePayout? Payout { get; set; }

    /// <summary>M2: its termination has passed, though a call may still have to uncross.</summary>
    public bool IsTimeUp { get; set; }

    /// <summary>T5: last price before the first continuous trade of the command.</summary>
    public long? LastAtBegin { get; set; }

    public bool HasTraded { get; set; }

    /// <summary>Lots came to the book that all-or-none orders have not been tested against.</summary>
    public bool HasGainedLots { get; set; }

    /// <summary>T3, T11: prints since the last test, first and last of each taker; per source.</summary>
    public Dictionary<TriggerSource, List<(long First, long Last)>> Steps { get; } = new()
    {
        [TriggerSource.Last] = [],
        [TriggerSource.Mark] = [],
        [TriggerSource.Index] = [],
    };

    public Dictionary<TriggerSource, long> LastTested { get; } = [];

    /// <summary>A10.</summary>
    public bool IsIndicativeDue { get; set; }

    public long? IndicativeNs { get; set; }

    public (ulong AuctionId, AuctionResult? Result)? LastIndicative { get; set; }

    public bool IsInCall => State is MarketState.OpeningAuction or MarketState.Auction or MarketState.ClosingAuction;

    /// <summary>M1: between its opening and its termination.</summary>
    public bool IsLive => State is >= MarketState.OpeningAuction and <= MarketState.Suspended;

    public bool IsUncrossing => Call is { IsUncrossing: true };

    /// <summary>§4: pegs are on the book and takers match (nothing crosses where only post-only orders enter).</summary>
    public bool IsTrading => State is MarketState.Continuous or MarketState.PostOnly or MarketState.ReduceOnly;

    public long? Reference => LastTicks
        ?? (Rules.Flags.HasFlag(TradingFlags.HasInitialReference) ? Rules.InitialReferenceTicks : null);

    public long WorstFee => Math.Max(Math.Max(Terms.TakerFeePerLot, Terms.MakerFeePerLot), Terms.AuctionFeePerLot);

    public List<ReferenceOrder> Book(Side side) => side == Side.Buy ? Bids : Asks;

    public List<ReferenceOrder> Opposite(Side side) => side == Side.Buy ? Asks : Bids;

    public List<ReferenceOrder> AllOrNone(Side side) => side == Side.Buy ? AllOrNoneBids : AllOrNoneAsks;

    public long? Best(Side side) => Book(side).Count > 0 ? Book(side)[0].PriceTicks : null;

    public long? BestOpposite(Side side) => Best(side == Side.Buy ? Side.Sell : Side.Buy);

    public BigInteger OpeningCost(Side side, long price) =>
        (side == Side.Buy ? (BigInteger)price - Terms.FloorTicks : (BigInteger)Terms.CapTicks - price) * TickValue;

    public long? Value(TriggerSource source) => source switch
    {
        TriggerSource.Last => LastTicks,
        TriggerSource.Mark => Mark.MarkTicks,
        _ => IndexTicks,
    };

    /// <summary>What the open lots of a position gain at the settlement price.</summary>
    public BigInteger Gain(ReferencePosition position) =>
        (position.Lots * Result.SettlementTicks * TickValue) - position.Cost;

    public long Bounded(BigInteger ticks) =>
        (long)BigInteger.Clamp(ticks, Terms.FloorTicks, Terms.CapTicks);

    public bool IsInside(BigInteger ticks) => ticks >= Terms.FloorTicks && ticks <= Terms.CapTicks;

    /// <summary>Q2: the price grid, toward the passive side.</summary>
    public BigInteger Passive(Side side, BigInteger ticks)
    {
        BigInteger step = Rules.PriceIncrementTicks;
        return side == Side.Buy ? FixedMath.Floor(ticks, step) * step : -FixedMath.Floor(-ticks, step) * step;
    }

    /// <summary>To a place off the book, behind all others.</summary>
    public void PutOff(ReferenceOrder order, Place place)
    {
        order.Place = place;
        Leave(Off, order);
        Off.Add(order);
    }

    /// <summary>Out of a list, if it is there; a sweep that stands at the order goes on behind it.</summary>
    public void Leave(List<ReferenceOrder> list, ReferenceOrder order)
    {
        if (list.Contains(order))
        {
            Sweeps.ForEach(sweep => sweep.Pass(order, list));
            list.Remove(order);
        }
    }

    /// <summary>Behind every order at the same or a better price.</summary>
    public static void Insert(List<ReferenceOrder> book, ReferenceOrder order)
    {
        var (price, isBuy) = (order.PriceTicks, order.IsBuy);
        var index = 0;
        while (index < book.Count && (isBuy ? book[index].PriceTicks >= price : book[index].PriceTicks <= price))
        {
            index++;
        }

        book.Insert(index, order);
    }
}
