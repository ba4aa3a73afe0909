using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>An open order with what it holds; ledger units.</summary>
public sealed class SlowOrder(long orderId, SlowPosition position, NewOrder request)
{
    public long OrderId { get; } = orderId;

    public SlowPosition Position { get; } = position;

    public NewOrder Request { get; } = request;

    public Side Side { get; } = request.Order.Side;

    public bool IsReduceOnly { get; } = (request.Order.Flags & OrderFlags.ReduceOnly) != 0;

    /// <summary>It needs a place among the account's open orders (R6).</summary>
    public bool MayStayOpen { get; init; }

    public bool HasBudget { get; } = request.Order.Instructions.Budget != 0;

    public long Leaves { get; set; }

    public Int128 Hold { get; set; }

    public Int128 HoldPerLot { get; set; }

    /// <summary>Price that its hold goes by (§5).</summary>
    public long HoldTicks { get; set; }

    /// <summary>What it trades up to, as last published.</summary>
    public long PriceTicks { get; set; }

    /// <summary>A leg whose quantity is that of another one (T12).</summary>
    public bool IsOco { get; init; }

    /// <summary>Lots that it enters with, where that is less than was asked for: OrderReduced follows; −1 = unknown; else 0.</summary>
    public long EntryLeaves { get; set; }

    public long CumulativeLots { get; set; }

    public Int128 CumulativeTickLots { get; set; }
}
