using System.Numerics;

namespace DexExtra.Engine.Reference;

/// <summary>docs/money.md §12: the payout of a FULL market; each position is visited twice, in order of creation.</summary>
public sealed class ReferencePayout
{
    public ReferencePayout(ReferenceMarket market)
    {
        ToPay = new Queue<ReferencePosition>(market.Positions);
        ToCollect = market.Positions.Count;
        OpenInterestLots = Sum(market, position => BigInteger.Max(0, position.Lots));
        Gains = Sum(market, position => BigInteger.Max(0, market.Gain(position)));
        Losses = Sum(market, position => BigInteger.Max(0, -market.Gain(position)));
        FeesPaid = Sum(market, position => BigInteger.Max(0, position.FeesPaid));
        FeesKept = Sum(market, position => position.FeesPaid);
    }

    /// <summary>Visits of the first pass that are still to come.</summary>
    public int ToCollect { get; set; }

    public Queue<ReferencePosition> ToPay { get; }

    public BigInteger OpenInterestLots { get; }

    public BigInteger Gains { get; }

    public BigInteger Losses { get; }

    /// <summary>M7: fees of the accounts that paid any, and of all less rebates.</summary>
    public BigInteger FeesPaid { get; }

    public BigInteger FeesKept { get; }

    public BigInteger FeesReturned { get; set; }

    private static BigInteger Sum(ReferenceMarket market, Func<ReferencePosition, BigInteger> part) =>
        market.Positions.Aggregate(BigInteger.Zero, (sum, position) => sum + part(position));
}
