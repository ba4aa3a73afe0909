using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Protocol.Orders;

/// <summary>Venue: a mass quote or a request about a quote set was refused; nothing has changed (C12).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct QuoteReject : IWireMessage
{
    public const int SizeBytes = 48;

    /// <summary>Offset of <see cref="PossResend"/>, the only byte a retransmission changes.</summary>
    internal const int PossResendOffset = 42;

    /// <summary>Position in the account's numbered flow (C8); 0 = the venue knows no such account.</summary>
    public ulong SeqNo;

    /// <summary>Position of the causing command in the venue's log.</summary>
    public long Sequence;

    /// <summary>Engine time, nanoseconds since the Unix epoch.</summary>
    public long TransactTimeNs;

    /// <summary>Id of the refused request.</summary>
    public ulong QuoteId;

    /// <summary>0 for a request about a quote set.</summary>
    public uint MarketId;
    public uint QuoteSet;
    public RejectReason Reason;

    /// <summary>1 when sent in a retransmission.</summary>
    public byte PossResend;
    private readonly byte _reserved1;
    private readonly uint _reserved4;

    public static Template Template => Template.QuoteReject;
}
