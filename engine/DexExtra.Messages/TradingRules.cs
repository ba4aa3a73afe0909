using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>
/// How a market trades, changeable while it lives. All widths are absolute ticks (G6). What a market has until the
/// first SetTradingRules: <see cref="Default"/>.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct TradingRules
{
    public const int SizeBytes = 176;

    /// <summary>B2: least width of the entry band; 0 = no entry band.</summary>
    public long EntryBandTicks;

    /// <summary>B3: width of the execution band; 0 = none.</summary>
    public long ExecutionBandTicks;

    /// <summary>T5: how far released stops of one command may move the price; 0 = any distance.</summary>
    public long CascadeTicks;

    /// <summary>A5: how far an auction price may be from the reference; 0 = any distance.</summary>
    public long CollarTicks;

    /// <summary>A5: what each extension adds to the collar.</summary>
    public long CollarWidenTicks;

    /// <summary>A4: reference until there is a trade.</summary>
    public long InitialReferenceTicks;

    /// <summary>I-ICE-4.</summary>
    public long MinDisplayLots;
    public long MinOrderLots;

    /// <summary>B7: lots that both best levels need for the mid to count.</summary>
    public long MinMarkDepthLots;

    /// <summary>Q2: prices must be multiples of so many ticks.</summary>
    public long PriceIncrementTicks;
    public VolatilityTrigger FirstTrigger;
    public VolatilityTrigger SecondTrigger;
    public VolatilityTrigger ThirdTrigger;

    /// <summary>B2: the entry band is at least so many times the recent move between mark prices.</summary>
    public uint EntryBandVolatility;

    /// <summary>I-ICE-4: quantity / display quantity at most.</summary>
    public uint MaxIcebergParts;

    /// <summary>T5: stops that one command may release.</summary>
    public uint MaxCascade;

    /// <summary>A8: shortest call of an auction that the engine itself starts.</summary>
    public uint AuctionSeconds;

    /// <summary>A8: up to so many seconds are added, drawn when the shortest call is over.</summary>
    public uint AuctionRandomSeconds;

    /// <summary>A5: how often a call may be extended.</summary>
    public uint MaxExtensions;

    /// <summary>Frequent batch auctions instead of continuous trading; 0 = continuous.</summary>
    public uint BatchIntervalMs;

    /// <summary>O-DAY: end of the trading day, seconds after 00:00 UTC.</summary>
    public uint SessionEndSecondOfDay;
    public uint ScheduledAuctionSecondOfDay;

    /// <summary>B6: a silence longer than this reopens by auction; 0 = never.</summary>
    public uint OutageSeconds;

    /// <summary>B7: age beyond which the mark price is stale; 0 = never.</summary>
    public uint MarkMaxAgeSeconds;
    public Allocation Allocation;
    public TradingFlags Flags;
    private readonly ushort _padding2;

    public static TradingRules Default => new()
    {
        MinDisplayLots = 1,
        MinOrderLots = 1,
        MinMarkDepthLots = 1,
        PriceIncrementTicks = 1,
        MaxIcebergParts = 1_000,
        MaxCascade = 1_000,
        AuctionSeconds = 60,
        AuctionRandomSeconds = 30,
        MaxExtensions = 2,
        Allocation = Allocation.PriceTime,
    };
}
