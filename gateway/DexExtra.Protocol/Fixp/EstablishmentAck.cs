using System.Runtime.InteropServices;

namespace DexExtra.Protocol.Fixp;

/// <summary>Venue: the session is established and live messages follow.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct EstablishmentAck : IWireMessage
{
    public const int SizeBytes = 40;

    /// <summary>The client's choice from Negotiate.</summary>
    public SessionId SessionId;

    /// <summary>Echo of the request's timestamp.</summary>
    public long RequestTimestampNs;

    /// <summary>
    /// The number of the next live message: what lies between it and the client's own is asked for by
    /// RetransmitRequest.
    /// </summary>
    public ulong NextSeqNo;

    /// <summary>The venue's interval: as requested.</summary>
    public uint KeepAliveMs;
    public uint MaxRetransmitCount;

    public static Template Template => Template.EstablishmentAck;
}
