using DexExtra.Engine.Book;
using DexExtra.Engine.Margin;
using DexExtra.Engine.Matching;
using DexExtra.Engine.Risk;
using DexExtra.Messages;

namespace DexExtra.Engine.Liquidation;

/// <summary>
/// L2: cancels orders of units that are being liquidated, newest first, together MaxLiquidationCancels per command.
/// Whatever is left over is found again by the next call: orders that stay cost nothing.
/// </summary>
internal sealed class UnitOrders(EngineState state, MarginUnits units, OrderCancellation cancellation)
{
    private int _cancelsLeft;

    /// <summary>Starts a command.</summary>
    public void Begin() => _cancelsLeft = state.Options.MaxLiquidationCancels;

    /// <summary>
    /// Stage 1: orders that could increase risk. Those that only reduce stay: reduce-only ones, and of the side that
    /// closes as many as the position can close. True when that is done.
    /// </summary>
    public bool TryCancelRisky<TSink>(in MarginUnit unit, ref TSink sink)
        where TSink : struct, IEventSink
    {
        int next;
        for (var position = units.First(in unit); position >= 0; position = next)
        {
            next = units.Next(in unit, position); // without its orders it may no longer be among them
            if (!TryCancelRisky(position, Side.Buy, ref sink) || !TryCancelRisky(position, Side.Sell, ref sink))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Stage 2: all orders of the unit, and of a cross unit those of its account in FULL markets of its asset. True
    /// when none is left.
    /// </summary>
    public bool TryCancelAll<TSink>(in MarginUnit unit, ref TSink sink)
        where TSink : struct, IEventSink
    {
        int next;
        for (var position = units.First(in unit); position >= 0; position = next)
        {
            next = units.Next(in unit, position);
            if (!TryCancelAll(position, ref sink))
            {
                return false;
            }
        }

        return unit.IsIsolated || TryCancelFull(in unit, ref sink);
    }

    private bool TryCancelFull<TSink>(in MarginUnit unit, ref TSink sink)
        where TSink : struct, IEventSink
    {
        int next;
        for (var position = state.Positions.FirstLive(units.Account(in unit)); position >= 0; position = next)
        {
            next = state.Positions[position].NextLive;
            var isFull = state.Positions[position].Mode == MarginMode.Full
                && units.MarketOf(position).Asset == units.Asset(in unit);
            if (isFull && !TryCancelAll(position, ref sink))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryCancelRisky<TSink>(int slot, Side side, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref var position = ref state.Positions[slot];
        var closable = Position.ClosableLots(position.Lots, side);
        ref readonly var list = ref position.Orders(side, false);
        while (list.Last >= 0 && (side == Side.Buy ? position.OpenBuyLots : position.OpenSellLots) > closable)
        {
            if (!TryCancel(list.Last, ref sink))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryCancelAll<TSink>(int slot, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref var position = ref state.Positions[slot];
        return TryCancelAll(ref position.Buys, ref sink)
            && TryCancelAll(ref position.Sells, ref sink)
            && TryCancelAll(ref position.ReduceOnlyBuys, ref sink)
            && TryCancelAll(ref position.ReduceOnlySells, ref sink);
    }

    private bool TryCancelAll<TSink>(ref ChainHead list, ref TSink sink)
        where TSink : struct, IEventSink
    {
        while (list.Last >= 0)
        {
            if (!TryCancel(list.Last, ref sink))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>False if the command may cancel no more, or an uncrossing needs the order as it is.</summary>
    private bool TryCancel<TSink>(int slot, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (_cancelsLeft == 0 || state.Markets[state.Orders[slot].Market].IsUncrossing)
        {
            return false;
        }

        _cancelsLeft--;
        cancellation.Cancel(slot, CancelReason.Liquidation, ref sink);
        return true;
    }
}
