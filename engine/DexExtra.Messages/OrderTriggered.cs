using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: a stop fired and is live from here on; its matches follow (T4).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct OrderTriggered
{
    public const int SizeBytes = 96;

    public AccountId Account;
    public long OrderId;
    public ulong ClientOrderId;
    public ulong AccountSequence;
    public uint MarketId;

    /// <summary>0 when its expiry fired it (T10).</summary>
    public TriggerSource Source;
    private readonly byte _padding1;
    private readonly ushort _padding2;

    /// <summary>The trigger price at that moment.</summary>
    public long TriggerTicks;

    /// <summary>The value of the source that fired it; 0 when its expiry did.</summary>
    public long SourceTicks;

    /// <summary>Price the order trades up to and rests at.</summary>
    public long EffectivePriceTicks;
    public long LeavesLots;
    private readonly ulong _padding8;
}
