using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: how the market trades from here on.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct TradingRulesChanged
{
    public const int SizeBytes = 192;

    public ulong MarketSequence;
    public uint MarketId;
    private readonly uint _padding4;
    public TradingRules Rules;
}
