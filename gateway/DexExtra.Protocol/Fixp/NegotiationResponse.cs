using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Protocol.Fixp;

/// <summary>Venue: what the client must sign, and the limits of the session.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct NegotiationResponse : IWireMessage
{
    public const int SizeBytes = 96;

    /// <summary>The client's choice from Negotiate.</summary>
    public SessionId SessionId;

    /// <summary>Echo of the request's timestamp.</summary>
    public long RequestTimestampNs;

    /// <summary>Random, good for this connection and one Establish.</summary>
    public Hash32 Challenge;

    /// <summary>EIP-712 domain.</summary>
    public ulong ChainId;

    /// <summary>EIP-712 domain.</summary>
    public Address VerifyingContract;

    /// <summary>Largest frame the venue reads.</summary>
    public uint MaxFrameBytes;
    public uint MinKeepAliveMs;
    public uint MaxKeepAliveMs;

    public static Template Template => Template.NegotiationResponse;
}
