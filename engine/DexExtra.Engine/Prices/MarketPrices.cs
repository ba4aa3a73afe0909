using DexExtra.Messages;

namespace DexExtra.Engine.Prices;

/// <summary>
/// What one market remembers of its prices: last trade, auction price, mark, index, history (docs/matching.md §15).
/// The index and last trade are also trigger sources (T1).
/// </summary>
internal sealed class MarketPrices
{
    public bool HasLast { get; set; }

    /// <summary>T1: last trade of the book, auctions included.</summary>
    public long LastTicks { get; set; }

    public bool HasMark { get; set; }

    public long MarkTicks { get; set; }

    /// <summary>When the mark was last computed.</summary>
    public long MarkNs { get; set; }

    /// <summary>B7: there is a mark and it is younger than that; 0 = never stale.</summary>
    public bool IsMarkFresh(long nowNs, uint maxAgeSeconds) =>
        HasMark && (maxAgeSeconds == 0 || nowNs - MarkNs < maxAgeSeconds * Limits.NsPerSecond);

    /// <summary>B7: there was a mid.</summary>
    public bool HasMean { get; set; }

    /// <summary>B7: moving mean of the mid, half ticks in 16-bit fixed point.</summary>
    public Int128 Mean { get; set; }

    /// <summary>B2: moving mean of the mark's moves, ticks in 16-bit fixed point.</summary>
    public Int128 Volatility { get; set; }

    public bool HasIndex { get; set; }

    public long IndexTicks { get; set; }

    /// <summary>B4.</summary>
    public PriceHistory History { get; } = new();
}
