using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Command: puts money into an isolated position, or takes it out (R5).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct AdjustMargin
{
    public const int SizeBytes = 56;

    public AccountId Account;
    public uint MarketId;
    private readonly uint _padding4;

    /// <summary>Ledger units; negative takes out.</summary>
    public Int128 Amount;

    /// <summary>C10.</summary>
    public ulong Nonce;
}
