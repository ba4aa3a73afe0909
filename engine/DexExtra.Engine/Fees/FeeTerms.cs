using DexExtra.Messages;

namespace DexExtra.Engine.Fees;

/// <summary>F1–F3: which fees a market may be created with (docs/money.md §3).</summary>
internal static class FeeTerms
{
    /// <summary>0.1, in 1e-8.</summary>
    public const int MaxRate = 10_000_000;

    /// <summary>Only the fields of its model are used, and a rebate is at most the taker's fee.</summary>
    public static bool AreValid(in CreateMarket terms) => terms.FeeModel switch
    {
        FeeModel.PerContract => HasNoRates(in terms) && HasValidAmounts(in terms),
        FeeModel.Range => HasNoAmounts(in terms) && HasValidRates(in terms),
        FeeModel.Notional => HasNoAmounts(in terms) && HasValidRates(in terms) && terms.FloorTicks >= 0,
        _ => false,
    };

    /// <summary>Single trades on chain cannot pay one.</summary>
    public static bool HaveRebate(in CreateMarket terms) => terms.MakerFeePerLot < 0 || terms.MakerFeeRate < 0;

    private static bool HasNoRates(in CreateMarket terms) =>
        terms.TakerFeeRate == 0 && terms.MakerFeeRate == 0 && terms.AuctionFeeRate == 0;

    private static bool HasNoAmounts(in CreateMarket terms) =>
        terms.TakerFeePerLot == 0 && terms.MakerFeePerLot == 0 && terms.AuctionFeePerLot == 0;

    private static bool HasValidAmounts(in CreateMarket terms) =>
        terms.TakerFeePerLot is >= 0 and <= EngineLimits.MaxLotValue
        && terms.MakerFeePerLot <= EngineLimits.MaxLotValue
        && terms.MakerFeePerLot >= -terms.TakerFeePerLot
        && terms.AuctionFeePerLot is >= 0 and <= EngineLimits.MaxLotValue;

    private static bool HasValidRates(in CreateMarket terms) =>
        terms.TakerFeeRate <= MaxRate
        && terms.AuctionFeeRate <= MaxRate
        && terms.MakerFeeRate <= MaxRate
        && terms.MakerFeeRate >= -(long)terms.TakerFeeRate;
}
