using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: an account or owner may no longer, or again, send new orders (C6).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct AccountLockChanged
{
    public const int SizeBytes = 48;

    public AccountId Account;
    public ulong ClientOrderId;
    public ulong AccountSequence;
    public byte IsLocked;

    /// <summary>1: all subaccounts of the owner.</summary>
    public byte AllSubaccounts;
    private readonly ushort _padding2;
    private readonly uint _padding4;
}
