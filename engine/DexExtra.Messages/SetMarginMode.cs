using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Command: an account makes its position in a CROSS market isolated, or cross again (R5).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct SetMarginMode
{
    public const int SizeBytes = 40;

    public AccountId Account;
    public uint MarketId;
    public MarginMode Mode;
    private readonly byte _padding1;
    private readonly ushort _padding2;

    /// <summary>C10.</summary>
    public ulong Nonce;
}
