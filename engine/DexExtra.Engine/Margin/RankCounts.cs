using DexExtra.Engine.Markets;

namespace DexExtra.Engine.Margin;

/// <summary>
/// L5: how many profitable positions of each side of each market are in each class of score: being counted by the pass
/// that runs, and as the last complete pass counted them.
/// </summary>
internal sealed class RankCounts(int maxMarkets)
{
    public const int PerMarket = 2 * Sides * Score.Classes;

    private const int Sides = 2;
    private const int Quantiles = 5;

    private readonly int[] _counts = new int[maxMarkets * PerMarket];

    /// <summary>All counts of a market: those of the last pass first.</summary>
    public ReadOnlySpan<int> Of(Market market) => _counts.AsSpan(market.Slot * PerMarket, PerMarket);

    public void Count(Market market, bool isLong, int scoreClass) =>
        Classes(market, isLong, isCounting: true)[scoreClass]++;

    /// <summary>5 = in the first fifth, 1 = in the last one; null before the first pass is complete.</summary>
    public byte? Quantile(Market market, bool isLong, int scoreClass)
    {
        long all = 0;
        long before = 0;
        var classes = Classes(market, isLong, isCounting: false);
        for (var index = 0; index < classes.Length; index++)
        {
            all += classes[index];
            before += index > scoreClass ? classes[index] : 0;
        }

        return all == 0 ? null : (byte)Math.Max(1, Quantiles - (Quantiles * before / all));
    }

    /// <summary>A pass is over: what it counted is known from here on.</summary>
    public void EndPass(Market market)
    {
        var counts = _counts.AsSpan(market.Slot * PerMarket, PerMarket);
        counts[(PerMarket / 2)..].CopyTo(counts);
        counts[(PerMarket / 2)..].Clear();
    }

    private Span<int> Classes(Market market, bool isLong, bool isCounting)
    {
        var offset = (isCounting ? PerMarket / 2 : 0) + (isLong ? Score.Classes : 0);
        return _counts.AsSpan((market.Slot * PerMarket) + offset, Score.Classes);
    }
}
