using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Command: ends the lock that a mass cancel set (C6).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct UnlockAccount
{
    public const int SizeBytes = 40;

    public AccountId Account;

    /// <summary>The requester's own id of this request, echoed.</summary>
    public ulong ClientOrderId;

    /// <summary>1: the owner's lock over all subaccounts; 0: the lock of the one account.</summary>
    public byte AllSubaccounts;
    private readonly byte _padding1;
    private readonly ushort _padding2;

    /// <summary>Grant of the session key that asks, which no key may; 0 = the owner.</summary>
    public uint GrantId;
}
