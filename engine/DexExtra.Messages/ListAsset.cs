using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Command: allow a settlement token.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct ListAsset
{
    public const int SizeBytes = 96;

    public uint AssetId;

    /// <summary>Decimals of the token on chain, at most 8 (F9).</summary>
    public uint TokenDecimals;
    public Address Token;
    private readonly uint _padding;
    public FixedText64 Symbol;
}
