using System.Runtime.InteropServices;

namespace DexExtra.Protocol.Fixp;

/// <summary>
/// Venue: <see cref="Count"/> messages from <see cref="NextSeqNo"/> follow, marked possResend; live ones may come
/// between.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct Retransmission : IWireMessage
{
    public const int SizeBytes = 40;

    /// <summary>The client's choice from Negotiate.</summary>
    public SessionId SessionId;

    /// <summary>Echo of the request's timestamp.</summary>
    public long RequestTimestampNs;
    public ulong NextSeqNo;

    /// <summary>Fewer than asked for when the flow ends earlier.</summary>
    public uint Count;
    private readonly uint _reserved;

    public static Template Template => Template.Retransmission;
}
