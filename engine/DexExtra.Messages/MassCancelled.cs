using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: a mass cancel has visited everything; its OrderCancelled events came before (C6).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct MassCancelled
{
    public const int SizeBytes = 64;

    public AccountId Account;
    public ulong ClientOrderId;
    public ulong AccountSequence;
    public long CancelledOrders;

    /// <summary>Command that asked.</summary>
    public long FirstSequence;

    /// <summary>Command in whose frame the last order was cancelled or looked at.</summary>
    public long LastSequence;
}
