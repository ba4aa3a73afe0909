using DexExtra.Engine.Auctions;
using DexExtra.Engine.Book;
using DexExtra.Engine.Fees;
using DexExtra.Engine.Ledger;
using DexExtra.Engine.Oracle;
using DexExtra.Engine.Payout;
using DexExtra.Engine.OrderLimits;
using DexExtra.Engine.Prices;
using DexExtra.Engine.Risk;
using DexExtra.Engine.Triggers;
using DexExtra.Messages;

namespace DexExtra.Engine.Markets;

/// <summary>
/// One market: its constants (Q1), rules and state, its ladders and lists of orders, its prices, its collateral pool
/// and open interest. Objects are made before start and opened by CreateMarket. Amounts per lot fit Int64 by the
/// checks of <see cref="MarketRules"/>.
/// </summary>
internal sealed class Market(int slot, LadderNodes nodes)
{
    /// <summary>The call auction, or the last one.</summary>
    public CallAuction Call;

    /// <summary>I-ICE-5: draws slice sizes.</summary>
    public SliceGenerator Slices;

    /// <summary>Orders that are not on a price level, by entry.</summary>
    public ChainHead OffBook;

    /// <summary>Pegged orders, on the book and parked, by entry (kind list).</summary>
    public ChainHead Pegs;

    /// <summary>Children that an uncrossing woke, in that order (kind list).</summary>
    public ChainHead Waking;

    /// <summary>How it asks for margin; without any, margin is the whole range.</summary>
    public RiskParameters Risk;

    /// <summary>M5–M7: what is known of its result.</summary>
    public MarketResult Result;

    /// <summary>M9: the payout, or the last one.</summary>
    public PayoutState Payout;

    /// <summary>M7: mean of the mark before termination.</summary>
    public MarkMean MarkMean;

    /// <summary>R6, R7: limits of every account in it.</summary>
    public RiskLimits RiskLimits;

    /// <summary>R7.</summary>
    public OrderSizes OrderSizes;

    private CreateMarket _terms;
    private TradingRules _rules;
    private ChainHead _allOrNoneBids;
    private ChainHead _allOrNoneAsks;
    private Int128 _pool;
    private Int128 _insurance;
    private int _lastPosition = -1;
    private ulong _sequence;

    public int Slot { get; } = slot;

    public PriceLadder Bids { get; } = new(nodes, Side.Buy);

    public PriceLadder Asks { get; } = new(nodes, Side.Sell);

    public TriggerBook Triggers { get; } = new(nodes);

    public MarketPrices Prices { get; } = new();

    public ref readonly CreateMarket Terms => ref _terms;

    public ref readonly TradingRules Rules => ref _rules;

    public MarketState State { get; set; }

    /// <summary>
    /// L2-6: 1, 2, 3, … number of the loss that is being shared here (docs/money.md §10); 0 = none. The liquidation
    /// with the market's claim shares it.
    /// </summary>
    public long Sharing { get; set; }

    /// <summary>True while incoming orders are matched at once.</summary>
    public bool IsMatching => State is MarketState.Continuous or MarketState.PostOnly or MarketState.ReduceOnly;

    /// <summary>M2: trading has ended for ever.</summary>
    public bool HasEnded => State is >= MarketState.TradingTerminated and <= MarketState.Cancelled;

    public bool IsInCall => State is MarketState.OpeningAuction or MarketState.Auction or MarketState.ClosingAuction;

    /// <summary>M1: between its opening and its termination.</summary>
    public bool IsTrading => State is >= MarketState.OpeningAuction and <= MarketState.Suspended;

    /// <summary>M1: trading has not ended.</summary>
    public bool MayOpenOrTrades => IsTrading || State is (MarketState.Draft or MarketState.Pending);

    /// <summary>B7: its mark was too old when reviews last looked.</summary>
    public bool WasStale { get; set; }

    /// <summary>M2: its termination has passed, though a call may still have to uncross.</summary>
    public bool IsTimeUp { get; set; }

    /// <summary>
    /// An uncrossing or its cleaning up goes on over several commands: the book takes no changes from outside.
    /// </summary>
    public bool IsUncrossing => Call.Phase is CallPhase.Uncrossing or CallPhase.CleaningUp;

    /// <summary>Open GOOD_FOR_AUCTION and GOOD_FOR_CONTINUOUS orders: sweeps without work are skipped.</summary>
    public int PhaseBoundOrders { get; set; }

    /// <summary>Set when the book gained lots: all-or-none orders of the other side may trade (O-AON).</summary>
    public bool BookGainedLots { get; set; }

    /// <summary>Set when best prices or totals of the book may have changed: pegs and indications look again.</summary>
    public bool BookChanged { get; set; }

    public int Asset { get; private set; }

    /// <summary>Ledger units per tick per lot.</summary>
    public long TickValue { get; private set; }

    /// <summary>(cap − floor) × tick value: what the pool owes per lot of open interest.</summary>
    public long RangeValue { get; private set; }

    public long WorstFeePerLot { get; private set; }

    /// <summary>F5: smallest signed fee cap per 1.0 of quantity that covers the worst fee.</summary>
    public Int128 RequiredFeePerUnit { get; private set; }

    /// <summary>Fees less rebates of all its trades: of a VOID market they may be returned (M7).</summary>
    public Int128 FeesCollected { get; set; }

    public long LongLots { get; private set; }

    public long ShortLots { get; private set; }

    /// <summary>Number of the last public event, gapless over Traded and LevelChanged (D1).</summary>
    public ulong Sequence => _sequence;

    public Int128 PoolAmount => _pool;

    public Int128 InsuranceAmount => _insurance;

    /// <summary>C01.</summary>
    public LedgerEntry Insurance => new(ref _insurance, LedgerClass.Insurance);

    /// <summary>Σ cost of all positions, kept by <see cref="CountPosition"/>.</summary>
    public Int128 Cost { get; private set; }

    /// <summary>Σ cost of the long ones.</summary>
    public Int128 LongCost { get; private set; }

    /// <summary>First position in order of creation, −1 = none; the others follow by NextOfMarket.</summary>
    public int FirstPosition { get; private set; } = -1;

    public LedgerEntry Pool => new(ref _pool, LedgerClass.Pool);

    public void Open(in CreateMarket terms, int asset, long tickValue, ulong entropy)
    {
        _terms = terms;
        _rules = TradingRules.Default;
        State = terms.InitialState;
        Slices = new SliceGenerator(entropy);
        Asset = asset;
        TickValue = tickValue;
        RangeValue = (terms.CapTicks - terms.FloorTicks) * tickValue;
        WorstFeePerLot = FeeRates.WorstPerLot(in terms, tickValue);
        var scaledFee = Math.BigMul(WorstFeePerLot, FixedPoint.One);
        RequiredFeePerUnit = (scaledFee + terms.LotSize - 1) / terms.LotSize;
        Bids.Open(terms.FloorTicks, terms.CapTicks);
        Asks.Open(terms.FloorTicks, terms.CapTicks);
        Triggers.Open(terms.FloorTicks, terms.CapTicks);
    }

    public void SetRules(in TradingRules rules) => _rules = rules;

    public ref ChainHead AllOrNone(Side side) => ref side == Side.Buy ? ref _allOrNoneBids : ref _allOrNoneAsks;

    /// <summary>B1: the price lies between floor and cap.</summary>
    public bool Allows(long priceTicks) => priceTicks >= _terms.FloorTicks && priceTicks <= _terms.CapTicks;

    public PriceLadder Ladder(Side side) => side == Side.Buy ? Bids : Asks;

    public PriceLadder Opposite(Side side) => side == Side.Buy ? Asks : Bids;

    /// <summary>
    /// What opening one lot costs at a price, fee excluded: a buy pays down to the floor, a sell up to the cap.
    /// </summary>
    public long OpeningCostPerLot(Side side, long priceTicks) => side == Side.Buy
        ? (priceTicks - _terms.FloorTicks) * TickValue
        : (_terms.CapTicks - priceTicks) * TickValue;

    /// <summary>
    /// Price that margins go by: the mark, else the reference (A4); null = none yet (docs/money.md §4). During the
    /// payout the price that it is paid out at.
    /// </summary>
    public long? MarginPrice => State == MarketState.Settling ? Result.SettlementTicks
        : Prices.HasMark ? Prices.MarkTicks
        : ReferencePrice.Of(this);

    /// <summary>Ticks from the margin price to the bound that hurts; without a price the whole range.</summary>
    public Int128 WayToBound(Side side) => MarginPrice is not { } price
        ? (Int128)_terms.CapTicks - _terms.FloorTicks
        : Int128.Max(0, side == Side.Buy ? (Int128)price - _terms.FloorTicks : (Int128)_terms.CapTicks - price);

    public ulong NextSequence() => ++_sequence;

    public void AddPosition(int position, PositionTable positions)
    {
        if (_lastPosition < 0)
        {
            FirstPosition = position;
        }
        else
        {
            positions[_lastPosition].NextOfMarket = position;
        }

        _lastPosition = position;
    }

    /// <summary>A position of the market moved from one signed size and cost to another.</summary>
    public void CountPosition(
        PositionTable positions, int slot, long beforeLots, Int128 beforeCost, long afterLots, Int128 afterCost)
    {
        Cost += afterCost - beforeCost;
        LongCost += (afterLots > 0 ? afterCost : 0) - (beforeLots > 0 ? beforeCost : 0);
        LongLots += Math.Max(afterLots, 0) - Math.Max(beforeLots, 0);
        ShortLots += Math.Max(-afterLots, 0) - Math.Max(-beforeLots, 0);
        positions.CountLots(slot, afterLots - beforeLots);
    }

    /// <summary>
    /// Every long has a short. FULL (R1): each open lot is backed by exactly the range; margin: closing paid out of the
    /// pool exactly what it realised. During the payout each is closed alone, at one price.
    /// </summary>
    public void VerifyPool()
    {
        Invariant.That(State == MarketState.Settling || LongLots == ShortLots, "long lots equal short lots");
        var ticks = Result.SettlementTicks;
        var expected = _terms.MarginMode == MarginMode.Full
            ? Math.BigMul(LongLots, OpeningCostPerLot(Side.Buy, ticks))
                + Math.BigMul(ShortLots, OpeningCostPerLot(Side.Sell, ticks))
            : ((Int128)(LongLots - ShortLots) * ticks * TickValue) - Cost + Payout.Surplus;
        Invariant.That(_pool == expected, "pool = open interest × (cap − floor), or −Σ cost");
    }
}
