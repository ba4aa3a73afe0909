using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Protocol.Orders;

/// <summary>
/// Venue: a quote set has limits, was frozen by them, or takes quotes again (C12). A freeze that ends by its time
/// is not told.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct QuoteProtectionReport : IWireMessage
{
    public const int SizeBytes = 96;

    /// <summary>Offset of <see cref="PossResend"/>, the only byte a retransmission changes.</summary>
    internal const int PossResendOffset = 93;

    /// <summary>Position in the account's numbered flow (C8).</summary>
    public ulong SeqNo;

    /// <summary>Position of the causing command in the venue's log.</summary>
    public long Sequence;

    /// <summary>Engine time, nanoseconds since the Unix epoch.</summary>
    public long TransactTimeNs;

    /// <summary>The request's own id; 0 when a limit was reached.</summary>
    public ulong ClientOrderId;
    public long MaxTradedLots;
    public long MaxNetLots;

    /// <summary>Counted in the window that ended, while there is a limit for it.</summary>
    public long TradedLots;

    /// <summary>Bought less sold in the window that ended, while there is a limit for it.</summary>
    public long NetLots;

    /// <summary>
    /// Engine time from which the set takes quotes again; 0 = it does, the largest value = after a reset.
    /// </summary>
    public long FrozenUntilNs;
    public uint MaxTrades;

    /// <summary>Counted in the window that ended, while there is a limit for it.</summary>
    public uint Trades;
    public uint WindowSeconds;
    public uint FrozenSeconds;
    public uint QuoteSet;
    public QuoteProtectionCause Cause;

    /// <summary>1 when sent in a retransmission.</summary>
    public byte PossResend;
    private readonly ushort _reserved2;

    public static Template Template => Template.QuoteProtectionReport;
}
