using System.Runtime.InteropServices;

namespace DexExtra.Protocol.Fixp;

/// <summary>Client: asks for numbered messages again. One request at a time.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct RetransmitRequest : IWireMessage
{
    public const int SizeBytes = 40;

    /// <summary>As negotiated.</summary>
    public SessionId SessionId;

    /// <summary>The client's clock, only echoed.</summary>
    public long TimestampNs;
    public ulong FromSeqNo;

    /// <summary>From 1 to EstablishmentAck.maxRetransmitCount.</summary>
    public uint Count;
    private readonly uint _reserved;

    public static Template Template => Template.RetransmitRequest;

    public static bool ReservedIsZero(ReadOnlySpan<byte> body) =>
        !body[36..40].ContainsAnyExcept((byte)0);
}
