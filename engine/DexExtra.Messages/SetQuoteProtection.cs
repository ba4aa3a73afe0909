using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>
/// Command: makes a quote set with its market-maker protection, changes the protection, or ends a freeze (C12). A limit
/// of 0 is none.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct SetQuoteProtection
{
    public const int SizeBytes = 72;

    public AccountId Account;

    /// <summary>The requester's own id of this request, echoed.</summary>
    public ulong ClientOrderId;

    /// <summary>Lots that trade in one window, buys and sells together.</summary>
    public long MaxTradedLots;

    /// <summary>Lots bought less lots sold in one window, unsigned.</summary>
    public long MaxNetLots;
    public uint MaxTrades;

    /// <summary>A window starts with its first fill; 0 = no protection.</summary>
    public uint WindowSeconds;

    /// <summary>How long the set takes no quotes after a breach; 0 = until a reset.</summary>
    public uint FrozenSeconds;

    /// <summary>1 to <see cref="Limits.MaxQuoteSetsPerAccount"/>.</summary>
    public uint QuoteSet;

    /// <summary>Grant of the session key that asks; 0 = the owner.</summary>
    public uint GrantId;
    public QuoteProtectionAction Action;
    private readonly byte _padding1;
    private readonly ushort _padding2;
}
