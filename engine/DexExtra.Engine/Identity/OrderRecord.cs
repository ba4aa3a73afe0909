using DexExtra.Messages;

namespace DexExtra.Engine.Identity;

/// <summary>
/// What the engine remembers of an order under its client order id: live, and 24 h after its end (C9, C5).
/// </summary>
internal struct OrderRecord
{
    public Hash32 OrderHash;
    public Int128 CumulativeTickLots;
    public ulong ClientOrderId;

    /// <summary>0 for a rejected order.</summary>
    public long OrderId;
    public long QuantityLots;
    public long CumulativeLots;

    /// <summary>Lots the venue took out of the order without a trade.</summary>
    public long ReducedLots;

    /// <summary>When the order ended; meaningless while it is live.</summary>
    public long TerminalNs;
    public int Account;
    public uint MarketId;

    /// <summary>Slot of the open order, −1 when it has ended.</summary>
    public int Slot;

    /// <summary>Next younger terminal record, −1 for the youngest.</summary>
    public int NextTerminal;
    public RejectReason RejectReason;
    public CancelReason CancelReason;
    public OrderStatus Status;

    public readonly bool IsLive => Slot >= 0;

    public readonly long LeavesLots => IsLive ? QuantityLots - CumulativeLots - ReducedLots : 0;
}
