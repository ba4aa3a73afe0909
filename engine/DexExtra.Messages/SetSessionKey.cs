using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>
/// Command: an owner grants a session key, or takes the grant back (docs/money.md §17). The fields of the EIP-712
/// structs SessionKeyGrant and SessionKeyRevoke; a revocation names owner, key and the grant's nonce, the rest is 0.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct SetSessionKey
{
    public const int SizeBytes = 144;

    /// <summary>Every subaccount of the owner.</summary>
    public const uint AllSubaccounts = uint.MaxValue;

    /// <summary>Every market.</summary>
    public const uint AllMarkets = 0;

    public Address Owner;

    /// <summary>Address of the session key.</summary>
    public Address Key;

    /// <summary>The one subaccount, or <see cref="AllSubaccounts"/>.</summary>
    public uint Subaccount;

    /// <summary>The one market, or <see cref="AllMarkets"/>.</summary>
    public uint MarketId;
    public SessionKeyPermissions Permissions;
    public SessionKeyAction Action;
    private readonly byte _padding1;
    private readonly ushort _padding2;

    /// <summary>Unix seconds; from then on nothing signed by the key is accepted.</summary>
    public ulong ExpiresAtSeconds;

    /// <summary>C10 of a grant, spent by it; a revocation names the grant by it.</summary>
    public ulong Nonce;

    /// <summary>The owner's, for settlement; zero for a revocation that the owner sent to the chain himself.</summary>
    public Signature Signature;
}
