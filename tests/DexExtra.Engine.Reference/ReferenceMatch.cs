using System.Numerics;

namespace DexExtra.Engine.Reference;

/// <summary>F11: what taking a match back needs to know of it.</summary>
public sealed record ReferenceMatch(
    ReferencePosition Buy, ReferencePosition Sell, long PriceTicks, long Lots, long MatchedNs, BigInteger BuyFee,
    BigInteger SellFee)
{
    /// <summary>It was taken back, or takes another one back itself.</summary>
    public bool IsFinal { get; set; }
}
