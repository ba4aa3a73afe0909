using DexExtra.Messages;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Mirror;

/// <summary>
/// What positions of a market need to be valued, and who has one. Values are as in v_positions: at the mark, before the
/// first mark at the last price, within numeric(30,8).
/// </summary>
internal sealed class MarketTerms(MarketUnits units, long floorTicks, long capTicks)
{
    private static readonly Int128 LargestMoney = Int128.Parse("999999999999999999999900000000");

    private long? _markTicks;
    private long? _lastTicks;

    /// <summary>Open positions of this market.</summary>
    public HashSet<PositionMirror> Open { get; } = [];

    public uint AssetId => units.AssetId;

    public bool IsFull => units.MarginMode == MarginMode.Full;

    /// <summary>Null before the first trade and mark.</summary>
    public long? ValuationTicks => _markTicks ?? _lastTicks;

    /// <summary>True if positions are worth something else now.</summary>
    public bool Mark(long priceTicks)
    {
        var before = ValuationTicks;
        _markTicks = priceTicks;
        return before != priceTicks;
    }

    /// <summary>True if positions are worth something else now.</summary>
    public bool Trade(long priceTicks)
    {
        var before = ValuationTicks;
        _lastTicks = priceTicks;
        return before != ValuationTicks;
    }

    /// <summary>0 without a price.</summary>
    public Int128 Unrealised(long lots, Int128 cost) =>
        ValuationTicks is { } ticks ? Clamp(Value(ticks, lots), cost) : 0;

    public Int128 Exposure(long lots) =>
        ValuationTicks is { } ticks ? Clamp(Int128.Abs(Value(ticks, lots)), 0) : 0;

    /// <summary>What the open lots paid into the pool of a fully collateralised market, else 0.</summary>
    public Int128 PaidIn(long lots, Int128 cost) =>
        IsFull ? -Clamp(Value(lots > 0 ? floorTicks : capTicks, lots), cost) : 0;

    /// <summary>value - less, saturated: a display value stops nobody.</summary>
    private static Int128 Clamp(Int128 value, Int128 less) => Int128.Clamp(
        Int128.Clamp(value, Int128.MinValue / 2, Int128.MaxValue / 2)
            - Int128.Clamp(less, Int128.MinValue / 2, Int128.MaxValue / 2),
        -LargestMoney,
        LargestMoney);

    /// <summary>price × quantity × multiplier, saturated.</summary>
    private Int128 Value(long ticks, long lots)
    {
        var product = (Int128)ticks * lots;
        var limit = Int128.MaxValue / Math.Max(1, Math.Abs(units.TickValue));
        return Int128.Clamp(product, -limit, limit) * units.TickValue;
    }
}
