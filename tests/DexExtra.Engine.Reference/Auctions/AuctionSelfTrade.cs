using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Auctions;

/// <summary>S6: what one owner could only have traded with himself.</summary>
public static class AuctionSelfTrade
{
    /// <summary>
    /// The prevented pairs in order and what is left of the allotments, in their old order without those that lost all.
    /// </summary>
    public static (IReadOnlyList<PreventedPair> Prevented, IReadOnlyList<Allotment> Left) Remove(
        IReadOnlyList<Allotment> allotments)
    {
        var volume = Total(allotments, Side.Buy);
        var lots = allotments.ToDictionary(allotment => allotment.Order, allotment => allotment.Lots);
        var prevented = new List<PreventedPair>();
        foreach (var owner in allotments.GroupBy(allotment => allotment.Order.Owner))
        {
            var excess = owner.Sum(allotment => allotment.Lots) - volume;
            while (excess > 0)
            {
                var buy = Newest(owner, lots, Side.Buy);
                var sell = Newest(owner, lots, Side.Sell);
                var pair = new PreventedPair(buy, sell, Math.Min(excess, Math.Min(lots[buy], lots[sell])));
                lots[buy] -= pair.Lots;
                lots[sell] -= pair.Lots;
                excess -= pair.Lots;
                prevented.Add(pair);
            }
        }

        var left = allotments.Where(allotment => lots[allotment.Order] > 0)
            .Select(allotment => new Allotment(allotment.Order, lots[allotment.Order]));
        return (prevented, [.. left]);
    }

    private static long Total(IEnumerable<Allotment> allotments, Side side) =>
        allotments.Sum(allotment => allotment.Order.Side == side ? allotment.Lots : 0);

    private static AuctionOrder Newest(
        IEnumerable<Allotment> owned, Dictionary<AuctionOrder, long> lots, Side side) =>
        owned.Select(allotment => allotment.Order).Where(order => order.Side == side && lots[order] > 0)
            .MaxBy(order => order.Stamp)!;
}
