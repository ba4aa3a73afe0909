using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Protocol.Orders;

/// <summary>
/// Venue: the gateway refused a message before the engine saw it. Outside the numbered flow, because nothing happened
/// to the account; sent once to the connection that asked.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct BusinessReject : IWireMessage
{
    public const int SizeBytes = 48;

    /// <summary>clientOrderId of the refused message.</summary>
    public ulong RefClientOrderId;

    /// <summary>Template id of the refused message.</summary>
    public Template RefTemplate;
    public RejectReason Reason;

    /// <summary>When to try again; 0 = repeating it unchanged is pointless.</summary>
    public uint RetryAfterMs;

    /// <summary>The reason's public code, ASCII, zero padded.</summary>
    public CodeText Text;

    public static Template Template => Template.BusinessReject;
}
