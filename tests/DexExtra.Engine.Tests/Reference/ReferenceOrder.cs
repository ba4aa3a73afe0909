using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Reference;

/// <summary>An order of the reference, live or remembered.</summary>
public sealed class ReferenceOrder(NewOrder request, ReferenceAccount account)
{
    public NewOrder Request { get; } = request;

    public ReferenceAccount Account { get; } = account;

    public long OrderId { get; set; }

    public OrderStatus Status { get; set; } = OrderStatus.New;

    public RejectReason RejectReason { get; set; }

    public CancelReason CancelReason { get; set; }

    /// <summary>Limit, or the protected worst price of a market order.</summary>
    public long PriceTicks { get; set; }

    public BigInteger HoldPerLot { get; set; }

    /// <summary>0 once the order has ended.</summary>
    public long LeavesLots { get; set; }

    public long CumulativeLots { get; set; }

    public BigInteger CumulativeTickLots { get; set; }

    public long TerminalNs { get; set; }

    /// <summary>S2: bits 3 and 4 of the flags.</summary>
    public int SelfTradeMode => (int)((uint)Request.Order.Flags / 8 % 4);

    public bool IsReduceOnly => Request.Order.Flags.HasFlag(OrderFlags.ReduceOnly);

    public Side Side => Request.Order.Side;
}
