using DexExtra.Messages;

namespace DexExtra.Engine.Ledger;

/// <summary>R4, C13: how an asset backs positions that are settled in another one.</summary>
internal struct Collateral
{
    /// <summary>A price times everything that may be deposited stays inside Int128.</summary>
    public static readonly Int128 MaxPrice = 10_000_000_000_000_000;

    public SetCollateral Terms;

    /// <summary>Slot of the asset that it backs; meaningless while <see cref="IsSet"/> is false.</summary>
    public int Backed;
    public bool IsSet;
    public bool HasPrice;

    /// <summary>Ledger units of the backed asset per 1e8 ledger units.</summary>
    public Int128 Price;
    public long PriceNs;

    /// <summary>What an amount counts in the backed asset; 0 without a price that is fresh enough.</summary>
    public readonly Int128 ValueOf(Int128 amount, long nowNs) => Int128.Min(WorthOf(amount, nowNs), Terms.Cap);

    /// <summary>What an amount is worth less the haircut, however much that is; the same without a price.</summary>
    public readonly Int128 WorthOf(Int128 amount, long nowNs)
    {
        if (!IsSet || !HasPrice || IsStale(nowNs))
        {
            return 0;
        }

        var gross = MoneyMath.Share(amount, Price, FixedPoint.One);
        return MoneyMath.Share(gross, Limits.BasisPoints - Terms.HaircutBp, Limits.BasisPoints);
    }

    private readonly bool IsStale(long nowNs) =>
        Terms.MaxAgeSeconds != 0 && nowNs - PriceNs >= Terms.MaxAgeSeconds * Limits.NsPerSecond;
}
