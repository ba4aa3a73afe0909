using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: every position of a market is paid out (M9).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct MarketSettled
{
    public const int SizeBytes = 120;

    public ulong MarketSequence;
    public uint MarketId;
    public uint AssetId;
    public long SettlementTicks;

    /// <summary>Before.</summary>
    public long OpenInterestLots;
    public Int128 Gains;
    public Int128 Losses;
    public Int128 InsurancePaid;
    public Int128 Socialised;
    public Int128 FeesReturned;

    /// <summary>1: without an answer of the oracle (M7).</summary>
    public byte IsFallback;
    private readonly byte _padding1;
    private readonly ushort _padding2;
    private readonly uint _padding4;
}
