using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Protocol.Fixp;

/// <summary>
/// Client: proves the account's key over <c>Login(account, challenge, expiry)</c> and states where it stands.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct Establish : IWireMessage
{
    public const int SizeBytes = 120;

    /// <summary>As negotiated.</summary>
    public SessionId SessionId;

    /// <summary>The client's clock, only echoed.</summary>
    public long TimestampNs;

    /// <summary>Unix seconds; part of what is signed.</summary>
    public ulong ExpirySeconds;

    /// <summary>The number the client expects next in the account's flow, from 1; 0 = it does not care.</summary>
    public ulong NextSeqNo;

    /// <summary>The client sends something at least this often, and so does the venue.</summary>
    public uint KeepAliveMs;
    private readonly uint _reserved;

    /// <summary>r‖s‖v, 65 bytes, then 7 reserved bytes.</summary>
    public Signature Signature;

    public static Template Template => Template.Establish;

    public static bool ReservedIsZero(ReadOnlySpan<byte> body) =>
        !body[44..48].ContainsAnyExcept((byte)0) && !body[113..120].ContainsAnyExcept((byte)0);
}
