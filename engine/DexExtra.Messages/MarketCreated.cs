using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: the market exists, in its initial state, with the default trading rules.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct MarketCreated
{
    public const int SizeBytes = 304;

    public CreateMarket Request;

    /// <summary>Q1: ledger units per tick per lot, exact.</summary>
    public long TickValue;
}
