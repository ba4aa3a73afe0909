using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: what is known of a market’s result (M5).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct ResultChanged
{
    public const int SizeBytes = 96;

    public ulong MarketSequence;
    public OracleUpdate Update;

    /// <summary>With Proposed and Confirmed.</summary>
    public long SettlementTicks;
}
