using StackExchange.Redis;

namespace DexExtra.Persistence.Mirror;

/// <summary>One account's position in one market, with what stands behind it. One thread.</summary>
internal sealed class PositionMirror(PortfolioMirror portfolio, uint marketId, MarketTerms terms)
{
    private long _sequence;
    private long _timeNs;
    private byte _quantile;

    public uint MarketId { get; } = marketId;

    public PortfolioMirror Portfolio { get; } = portfolio;

    public MarketTerms Terms { get; } = terms;

    /// <summary>Signed.</summary>
    public long Lots { get; private set; }

    public Int128 Cost { get; private set; }

    /// <summary>Bucket of an isolated position.</summary>
    public Int128 Margin { get; set; }

    /// <summary>What the position owes, not positive.</summary>
    public Int128 Debt { get; set; }

    public Int128 Realised { get; set; }

    public Int128 Fees { get; set; }

    public Int128 Unrealised => Terms.Unrealised(Lots, Cost);

    public Int128 Exposure => Terms.Exposure(Lots);

    /// <summary>What it adds to the portfolio besides its bucket.</summary>
    public Int128 Value => Terms.PaidIn(Lots, Cost) + Unrealised;

    public void Hold(long lots, Int128 cost)
    {
        (Lots, Cost) = (lots, cost);
        if (lots == 0)
        {
            Terms.Open.Remove(this);
        }
        else
        {
            Terms.Open.Add(this);
        }
    }

    public void Rank(byte quantile) => _quantile = quantile;

    public void Stamp(long sequence, long timeNs) => (_sequence, _timeNs) = (sequence, timeNs);

    /// <summary>Null when flat: then the key is gone.</summary>
    public HashEntry[]? Fields() => Lots == 0 ? null :
    [
        new(MirrorKeys.Sequence, _sequence),
        new(MirrorKeys.EngineTimeNs, _timeNs),
        new(MirrorKeys.MarketId, MarketId),
        new(MirrorKeys.AssetId, Terms.AssetId),
        new(MirrorKeys.Lots, Lots),
        new(MirrorKeys.Cost, Cost.ToString()),
        new(MirrorKeys.PaidIn, Terms.PaidIn(Lots, Cost).ToString()),
        new(MirrorKeys.Margin, Margin.ToString()),
        new(MirrorKeys.Debt, Debt.ToString()),
        new(MirrorKeys.Quantile, (int)_quantile),
        new(MirrorKeys.ValuationTicks, Terms.ValuationTicks is { } ticks ? ticks : RedisValue.EmptyString),
        new(MirrorKeys.Unrealised, Unrealised.ToString()),
        new(MirrorKeys.Exposure, Exposure.ToString()),
        new(MirrorKeys.Realised, Realised.ToString()),
        new(MirrorKeys.Fees, Fees.ToString()),
    ];
}
