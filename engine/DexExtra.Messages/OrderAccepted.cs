using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>
/// Event: the order is open and its hold is placed; trades of the same command follow in the same frame.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct OrderAccepted
{
    public const int SizeBytes = 504;

    public NewOrder Request;
    public long OrderId;

    /// <summary>
    /// Price the order trades up to and rests at: the signed limit, or where a post-only order slid to (I-PO-2), or
    /// the protection price of a market order (O-MKT). Never worse for the owner than the signed one.
    /// </summary>
    public long EffectivePriceTicks;
    public ulong AccountSequence;
    public uint AssetId;

    /// <summary>New, PendingTrigger or Dormant.</summary>
    public OrderStatus Status;
    public ListKind ListKind;

    /// <summary>Place in the list from 0, and its legs; 0 of 0 without a list.</summary>
    public byte LegIndex;
    public byte LegCount;

    /// <summary>Order id of the list's first leg; 0 without a list.</summary>
    public long ListId;

    /// <summary>Ledger units moved from available to held.</summary>
    public Int128 Hold;
    public Int128 Available;
    public Int128 Held;

    /// <summary>Not positive: debt of a cross account (docs/money.md §1).</summary>
    public Int128 Owed;
}
