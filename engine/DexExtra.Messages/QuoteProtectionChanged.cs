using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>
/// Event: a quote set has limits, was frozen by them, or takes quotes again (C12). A freeze that ends by its time
/// is not told.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct QuoteProtectionChanged
{
    public const int SizeBytes = 104;

    /// <summary><see cref="FrozenUntilNs"/> of a freeze that only a reset ends.</summary>
    public const long UntilReset = long.MaxValue;

    public AccountId Account;

    /// <summary>Id of the request; 0 when a limit was reached.</summary>
    public ulong ClientOrderId;
    public ulong AccountSequence;
    public long MaxTradedLots;
    public long MaxNetLots;

    /// <summary>Counted in the window that ended, while there is a limit for it.</summary>
    public long TradedLots;

    /// <summary>Bought less sold in the window that ended, while there is a limit for it.</summary>
    public long NetLots;

    /// <summary>Engine time from which the set takes quotes again; 0 = it does now.</summary>
    public long FrozenUntilNs;
    public uint MaxTrades;

    /// <summary>Counted in the window that ended, while there is a limit for it.</summary>
    public uint Trades;
    public uint WindowSeconds;
    public uint FrozenSeconds;
    public uint QuoteSet;
    public QuoteProtectionCause Cause;
    private readonly byte _padding1;
    private readonly ushort _padding2;
}
