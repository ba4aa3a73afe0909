using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Command: moves money between subaccounts of one owner (U1).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct Transfer
{
    public const int SizeBytes = 56;

    public AccountId From;
    public uint ToSubaccount;
    public uint AssetId;

    /// <summary>Ledger units, positive.</summary>
    public Int128 Amount;

    /// <summary>C10.</summary>
    public ulong Nonce;
}
