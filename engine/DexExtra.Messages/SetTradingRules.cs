using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Command: gives a market new trading rules, all of them.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct SetTradingRules
{
    public const int SizeBytes = 184;

    public uint MarketId;
    private readonly uint _padding4;
    public TradingRules Rules;
}
