using DexExtra.Messages;
using DexExtra.Persistence.Copy;

namespace DexExtra.Persistence.Rows;

/// <summary>auction_id, auction_kind and the earliest end of a market's call: null outside calls.</summary>
internal static class CallColumns
{
    public static void Encode(CopyBuffer copy, in MarketStateChanged changed)
    {
        if (changed.AuctionId == 0)
        {
            copy.Nulls(3);
            return;
        }

        copy.Int64(changed.AuctionId);
        copy.Code(changed.Auction);
        copy.Time(changed.EarliestEndNs);
    }
}
