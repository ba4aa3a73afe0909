using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: fills of its parent woke a child order, or made it larger (T14).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct OrderActivated
{
    public const int SizeBytes = 80;

    public AccountId Account;
    public long OrderId;
    public ulong ClientOrderId;
    public ulong AccountSequence;
    public long ParentOrderId;
    public uint MarketId;

    /// <summary>At the first activation New or PendingTrigger, later what the order has become.</summary>
    public OrderStatus Status;
    private readonly byte _padding1;
    private readonly ushort _padding2;

    /// <summary>Lots that this event added.</summary>
    public long ActivatedLots;

    /// <summary>Open afterwards.</summary>
    public long LeavesLots;
}
