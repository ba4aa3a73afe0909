using DexExtra.Engine.Auctions;
using DexExtra.Engine.Book;
using DexExtra.Engine.Ledger;
using DexExtra.Engine.Prices;
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

    private CreateMarket _terms;
    private TradingRules _rules;
    private ChainHead _allOrNoneBids;
    private ChainHead _allOrNoneAsks;
    private Int128 _pool;
    private ulong _sequence;

    public int Slot { get; } = slot;

    public PriceLadder Bids { get; } = new(nodes, Side.Buy);

    public PriceLadder Asks { get; } = new(nodes, Side.Sell);

    public TriggerBook Triggers { get; } = new(nodes);

    public MarketPrices Prices { get; } = new();

    public ref readonly CreateMarket Terms => ref _terms;

    public ref readonly TradingRules Rules => ref _rules;

    public MarketState State { get; set; }

    /// <summary>True while incoming orders are matched at once.</summary>
    public bool IsMatching => State is MarketState.Continuous or MarketState.PostOnly or MarketState.ReduceOnly;

    public bool IsInCall => State is MarketState.OpeningAuction or MarketState.Auction or MarketState.ClosingAuction;

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

    public long LongLots { get; private set; }

    public long ShortLots { get; private set; }

    /// <summary>Number of the last public event, gapless over Traded and LevelChanged (D1).</summary>
    public ulong Sequence => _sequence;

    public Int128 PoolAmount => _pool;

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
        WorstFeePerLot = Math.Max(terms.AuctionFeePerLot, Math.Max(terms.TakerFeePerLot, terms.MakerFeePerLot));
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

    public ulong NextSequence() => ++_sequence;

    /// <summary>A position of the market moved from one signed size to another.</summary>
    public void CountPosition(long beforeLots, long afterLots)
    {
        LongLots += Math.Max(afterLots, 0) - Math.Max(beforeLots, 0);
        ShortLots += Math.Max(-afterLots, 0) - Math.Max(-beforeLots, 0);
    }

    /// <summary>R1: each open lot is backed by exactly the range, and every long has a short.</summary>
    public void VerifyPool()
    {
        Invariant.That(LongLots == ShortLots, "long lots equal short lots");
        Invariant.That(_pool == Math.BigMul(LongLots, RangeValue), "pool = open interest × (cap − floor)");
    }
}
