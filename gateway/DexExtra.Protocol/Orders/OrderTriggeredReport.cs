using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Protocol.Orders;

/// <summary>
/// Venue: a stop fired and is live from here on (T4); its trades follow as ExecutionReport.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct OrderTriggeredReport : IWireMessage
{
    public const int SizeBytes = 80;

    /// <summary>Offset of <see cref="PossResend"/>, the only byte a retransmission changes.</summary>
    internal const int PossResendOffset = 45;

    /// <summary>Position in the account's numbered flow (C8).</summary>
    public ulong SeqNo;

    /// <summary>Position of the causing command in the venue's log.</summary>
    public long Sequence;

    /// <summary>Engine time, nanoseconds since the Unix epoch.</summary>
    public long TransactTimeNs;
    public long OrderId;
    public ulong ClientOrderId;
    public uint MarketId;

    /// <summary>What fired it; 0 when its expiry did (T10).</summary>
    public TriggerSource Source;

    /// <summary>1 when sent in a retransmission.</summary>
    public byte PossResend;
    private readonly ushort _reserved2;

    /// <summary>The trigger price at that moment.</summary>
    public long TriggerTicks;

    /// <summary>The value of the source that fired it; 0 when its expiry did.</summary>
    public long SourceTicks;

    /// <summary>Price the order trades up to and rests at.</summary>
    public long EffectivePriceTicks;
    public long LeavesLots;

    public static Template Template => Template.OrderTriggeredReport;
}
