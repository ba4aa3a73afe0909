using System.Runtime.InteropServices;

namespace DexExtra.Protocol.Fixp;

/// <summary>Venue: not established; the connection ends.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct EstablishmentReject : IWireMessage
{
    public const int SizeBytes = 32;

    /// <summary>The client's choice from Negotiate.</summary>
    public SessionId SessionId;

    /// <summary>Echo of the request's timestamp.</summary>
    public long RequestTimestampNs;
    public EstablishmentRejectReason Reason;
    private readonly byte _reserved1;
    private readonly ushort _reserved2;
    private readonly uint _reserved4;

    public static Template Template => Template.EstablishmentReject;
}
