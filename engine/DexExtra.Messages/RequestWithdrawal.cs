using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Command: an account asks for money on chain (K2).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct RequestWithdrawal
{
    public const int SizeBytes = 72;

    public AccountId Account;
    public Address Recipient;
    public uint AssetId;

    /// <summary>Ledger units, whole units of the token (F9).</summary>
    public Int128 Amount;

    /// <summary>C10; makes repeats harmless.</summary>
    public ulong Nonce;
}
