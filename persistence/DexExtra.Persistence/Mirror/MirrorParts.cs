using DexExtra.Messages;
using StackExchange.Redis;

namespace DexExtra.Persistence.Mirror;

/// <summary>The fields that events put into the parts of a market's mirror.</summary>
internal static class MirrorParts
{
    public static void Apply(MarketMirror market, in Traded trade)
    {
        var origin = trade.AuctionId == 0
            ? new HashEntry(MirrorKeys.Aggressor, Codes.Of(trade.Aggressor))
            : new HashEntry(MirrorKeys.AuctionId, trade.AuctionId);
        market.Set(MirrorKeys.Trade,
        [
            new(MirrorKeys.MatchId, trade.MatchId),
            new(MirrorKeys.PriceTicks, trade.PriceTicks),
            new(MirrorKeys.QuantityLots, trade.QuantityLots),
            origin,
            new(MirrorKeys.EngineTimeNs, trade.MatchedNs),
        ]);
    }

    public static void Apply(MarketMirror market, in MarketCreated created, long timeNs) =>
        market.Set(MirrorKeys.State,
        [
            new(MirrorKeys.State, Codes.Of(created.Request.InitialState)),
            new(MirrorKeys.EngineTimeNs, timeNs),
        ]);

    /// <summary>An indication does not outlive its call, nor passes to the next.</summary>
    public static void Apply(MarketMirror market, in MarketStateChanged changed, long timeNs)
    {
        if (changed.AuctionId == 0 || changed.Cause != StateCause.Collar)
        {
            market.Remove(MirrorKeys.Indicative);
        }

        HashEntry[] state =
        [
            new(MirrorKeys.State, Codes.Of(changed.State)),
            new(MirrorKeys.Cause, Codes.Of(changed.Cause)),
            new(MirrorKeys.EngineTimeNs, timeNs),
        ];
        market.Set(MirrorKeys.State, changed.AuctionId == 0 ? state :
        [
            .. state,
            new(MirrorKeys.Auction, Codes.Of(changed.Auction)),
            new(MirrorKeys.AuctionId, changed.AuctionId),
            new(MirrorKeys.EarliestEndNs, changed.EarliestEndNs),
        ]);
    }

    /// <summary>Without a price nothing would trade: the part stays, so that the surplus shows.</summary>
    public static void Apply(MarketMirror market, in AuctionIndicated indicated, long timeNs)
    {
        var fields = new List<HashEntry>
        {
            new(MirrorKeys.AuctionId, indicated.AuctionId),
            new(MirrorKeys.VolumeLots, indicated.VolumeLots),
            new(MirrorKeys.SurplusLots, indicated.SurplusLots),
            new(MirrorKeys.EngineTimeNs, timeNs),
        };
        if (indicated.HasPrice != 0)
        {
            fields.Add(new HashEntry(MirrorKeys.PriceTicks, indicated.PriceTicks));
        }

        if (indicated.SurplusSide != 0)
        {
            fields.Add(new HashEntry(MirrorKeys.SurplusSide, Codes.Of(indicated.SurplusSide)));
        }

        market.Set(MirrorKeys.Indicative, [.. fields]);
    }

    /// <summary>Mark or index price.</summary>
    public static void Apply(MarketMirror market, string part, long priceTicks, long timeNs) => market.Set(part,
    [
        new(MirrorKeys.PriceTicks, priceTicks),
        new(MirrorKeys.EngineTimeNs, timeNs),
    ]);
}
