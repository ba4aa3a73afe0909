using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>A market as its events show it, with the money that belongs to it; ledger units.</summary>
public sealed class SlowMarket(CreateMarket terms, long tickValue, SlowAsset asset)
{
    private readonly CreateMarket _terms = terms;

    public ref readonly CreateMarket Terms => ref _terms;

    public long TickValue { get; } = tickValue;

    public SlowAsset Asset { get; } = asset;

    public MarketState State { get; set; } = terms.InitialState;

    public AuctionKind Auction { get; set; }

    /// <summary>§10: the loss that it shares.</summary>
    public SlowSharing? Sharing { get; set; }

    public RiskParameters Risk { get; set; }

    /// <summary>R6, R7: its own.</summary>
    public RiskLimits Limits { get; set; }

    /// <summary>R7.</summary>
    public SlowSizes Sizes { get; } = new();

    public TradingRules Rules { get; set; } = TradingRules.Default;

    public long? MarkTicks { get; set; }

    public long? LastTicks { get; set; }

    public long? IndexTicks { get; set; }

    public long SettledNs { get; set; }

    /// <summary>M7: how long answers were disputed, and since when this one is.</summary>
    public long DisputedNs { get; set; }

    public long DisputedSinceNs { get; set; }

    /// <summary>Engine time at which trading ended; 0 = it did not.</summary>
    public long EndedNs { get; set; }

    /// <summary>All marks and when each came (M7).</summary>
    public List<(long Ns, long Ticks)> Marks { get; } = [];

    public long ProposedTicks { get; set; }

    /// <summary>M5: of the proposal.</summary>
    public ulong LivenessEndSeconds { get; set; }

    public long SettlementTicks { get; set; }

    /// <summary>M7: nobody knows, everybody gets the mean entry.</summary>
    public bool IsVoid { get; set; }

    /// <summary>Recent move between marks in ticks, rounded up (B2).</summary>
    public long VolatilityTicks { get; set; }

    /// <summary>B7: when the mark was last found; null = there is none.</summary>
    public long? MarkedNs { get; set; }

    public Int128 Pool { get; set; }

    public Int128 Insurance { get; set; }

    public long LongLots { get; set; }

    public long ShortLots { get; set; }

    /// <summary>Σ cost of all positions.</summary>
    public Int128 Cost { get; set; }

    public Dictionary<AccountId, SlowPosition> Positions { get; } = [];

    /// <summary>M9, while it is paid out.</summary>
    public SlowPayout? Payout { get; set; }

    /// <summary>Pool and insurance as last added to the asset's sum.</summary>
    public Int128 Counted { get; set; }

    public bool IsTouched { get; set; }

    public bool IsMargin => Terms.MarginMode != MarginMode.Full;

    public long RangeValue => (Terms.CapTicks - Terms.FloorTicks) * TickValue;

    /// <summary>B7: it has a mark that is not too old.</summary>
    public bool IsFresh(long nowNs)
    {
        var age = Rules.MarkMaxAgeSeconds * Messages.Limits.NsPerSecond;
        return MarkedNs is { } markedNs && (age == 0 || nowNs - markedNs < age);
    }

    /// <summary>§7: its price counts also where it is a profit.</summary>
    public bool IsReliable(long nowNs) =>
        State is >= MarketState.TradingTerminated and <= MarketState.Cancelled || IsFresh(nowNs);

    /// <summary>§7: units can be liquidated there.</summary>
    public bool Works(long nowNs) => IsFresh(nowNs)
        && (State is MarketState.Continuous or MarketState.Auction or MarketState.PostOnly or MarketState.ReduceOnly);

    /// <summary>A4: the reference until there is a trade.</summary>
    public long? ReferenceTicks =>
        Rules.Flags.HasFlag(TradingFlags.HasInitialReference) ? Rules.InitialReferenceTicks : null;

    /// <summary>The price that margins go by (docs/money.md §4).</summary>
    public long? MarginPrice =>
        State == MarketState.Settling ? SettlementTicks : MarkTicks ?? LastTicks ?? ReferenceTicks;

    /// <summary>R1: what one lot costs to open.</summary>
    public Int128 OpeningCost(Side side, long priceTicks) =>
        (Int128)(side == Side.Buy ? priceTicks - Terms.FloorTicks : Terms.CapTicks - priceTicks) * TickValue;
}
