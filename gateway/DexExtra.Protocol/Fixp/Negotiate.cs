using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Protocol.Fixp;

/// <summary>Client: opens a connection for one account. Answered by NegotiationResponse or NegotiationReject.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct Negotiate : IWireMessage
{
    public const int SizeBytes = 48;

    /// <summary>The client's choice, such as a random UUID; kept with its orders (C6). All zero is refused.</summary>
    public SessionId SessionId;

    /// <summary>The client's clock, only echoed.</summary>
    public long TimestampNs;

    /// <summary>The account whose flow the session joins.</summary>
    public AccountId Account;

    public static Template Template => Template.Negotiate;
}
