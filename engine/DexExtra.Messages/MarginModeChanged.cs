using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: R5.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct MarginModeChanged
{
    public const int SizeBytes = 120;

    public AccountId Account;
    public ulong AccountSequence;
    public uint MarketId;
    public uint AssetId;

    /// <summary>Bucket now.</summary>
    public Int128 Margin;
    public Int128 Available;
    public Int128 Held;

    /// <summary>Not positive.</summary>
    public Int128 Owed;
    public ulong Nonce;
    public MarginMode Mode;
    private readonly byte _padding1;
    private readonly ushort _padding2;
    private readonly uint _padding4;
}
