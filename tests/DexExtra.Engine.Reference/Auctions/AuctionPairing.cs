using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Auctions;

/// <summary>S6, A6: who trades with whom, so that no owner meets himself.</summary>
public static class AuctionPairing
{
    /// <summary>
    /// The fills in order. The allotments are what <see cref="AuctionSelfTrade"/> left, buys by priority, then sells.
    /// </summary>
    public static IReadOnlyList<AuctionFill> Pair(IReadOnlyList<Allotment> allotments)
    {
        var groups = allotments.GroupBy(allotment => allotment.Order.Owner)
            .Select(group => new PairingGroup(group)).ToList();
        var fills = new List<AuctionFill>();
        for (var volume = groups.Sum(group => group.Buys); volume > 0;)
        {
            var (buyer, seller) = Next(groups, volume);
            var others = groups.Where(group => group != buyer && group != seller);
            var bound = volume - others.Select(group => group.Left).DefaultIfEmpty().Max();
            var lots = Math.Min(bound, Math.Min(buyer.Buys, seller.Sells));
            if (lots < 1)
            {
                throw new InvalidOperationException("the pairing does not advance");
            }

            Fill(buyer, seller, lots, fills);
            volume -= lots;
        }

        return fills;
    }

    /// <summary>A group that must be in every trade to come goes first, else the groups in order.</summary>
    private static (PairingGroup Buyer, PairingGroup Seller) Next(List<PairingGroup> groups, long volume)
    {
        var largest = groups.MaxBy(group => group.Left)!;
        if (largest.Left < volume || largest.Buys > 0)
        {
            var buyer = largest.Left < volume ? groups.First(group => group.Buys > 0) : largest;
            return (buyer, groups.First(group => group != buyer && group.Sells > 0));
        }

        return (groups.First(group => group != largest && group.Buys > 0), largest);
    }

    private static void Fill(PairingGroup buyer, PairingGroup seller, long lots, List<AuctionFill> fills)
    {
        for (var left = lots; left > 0;)
        {
            var most = Math.Min(left, Math.Min(buyer.FirstLots(Side.Buy), seller.FirstLots(Side.Sell)));
            fills.Add(new AuctionFill(buyer.Take(Side.Buy, most), seller.Take(Side.Sell, most), most));
            left -= most;
        }
    }
}
