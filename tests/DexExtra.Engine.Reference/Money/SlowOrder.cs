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

    public bool HasBudget { get; } = request.Order.Instructions.Budget != 0;

    public long Leaves { get; set; }

    public Int128 Hold { get; set; }

    public Int128 HoldPerLot { get; set; }

    /// <summary>Lots that its hold says it has left on entry, where that is less than was asked for; else 0.</summary>
    public long EntryLeaves { get; set; }

    public long CumulativeLots { get; set; }

    public Int128 CumulativeTickLots { get; set; }
}
