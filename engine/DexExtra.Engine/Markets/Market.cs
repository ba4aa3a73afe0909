using DexExtra.Engine.Book;
using DexExtra.Engine.Ledger;
using DexExtra.Messages;

namespace DexExtra.Engine.Markets;

/// <summary>
/// One market: its constants (Q1), its two price ladders, its collateral pool and open interest. Objects are made
/// before start and opened by CreateMarket. Amounts per lot fit Int64 by the checks of <see cref="MarketRules"/>.
/// </summary>
internal sealed class Market(int slot, LadderNodes nodes)
{
    private CreateMarket _terms;
    private Int128 _pool;
    private ulong _sequence;

    public int Slot { get; } = slot;

    public PriceLadder Bids { get; } = new(nodes, Side.Buy);

    public PriceLadder Asks { get; } = new(nodes, Side.Sell);

    public ref readonly CreateMarket Terms => ref _terms;

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

    public void Open(in CreateMarket terms, int asset, long tickValue)
    {
        _terms = terms;
        Asset = asset;
        TickValue = tickValue;
        RangeValue = (terms.CapTicks - terms.FloorTicks) * tickValue;
        WorstFeePerLot = Math.Max(terms.TakerFeePerLot, terms.MakerFeePerLot);
        var scaledFee = Math.BigMul(WorstFeePerLot, FixedPoint.One);
        RequiredFeePerUnit = (scaledFee + terms.LotSize - 1) / terms.LotSize;
        Bids.Open(terms.FloorTicks, terms.CapTicks);
        Asks.Open(terms.FloorTicks, terms.CapTicks);
    }

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
