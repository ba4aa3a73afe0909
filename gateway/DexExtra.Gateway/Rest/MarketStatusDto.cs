using DexExtra.Gateway.Rest.Bodies;
using DexExtra.Gateway.Views;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest;

/// <summary>
/// Maps what changes of a market while it lives: auctions and rules. The same for REST and the feed. Views are read
/// with the venue's gate held by the caller.
/// </summary>
internal static class MarketStatusDto
{
    /// <summary>The call that runs, with what it would give now; null outside calls.</summary>
    public static AuctionDto? Auction(MarketView market)
    {
        if (market.Auction is not { } auction)
        {
            return null;
        }

        var indicated = auction.Indicated;
        var price = indicated is { HasPrice: not 0 } ? indicated.Value.PriceTicks : default(long?);
        return new AuctionDto(
            Codes.Of(auction.Kind),
            Dto.Text(auction.AuctionId),
            Dto.Text(auction.EarliestEndNs),
            Price(market.Info, price),
            Ticks(price),
            Dto.Text(indicated?.VolumeLots ?? 0),
            Dto.Text(indicated?.SurplusLots ?? 0),
            Side(indicated?.SurplusSide ?? default),
            true);
    }

    /// <summary>The last call that ended; null before the first.</summary>
    public static LastAuctionDto? LastAuction(MarketView market)
    {
        if (market.LastAuction is not { } uncrossed)
        {
            return null;
        }

        var price = uncrossed.HasPrice != 0 ? uncrossed.PriceTicks : default(long?);
        return new LastAuctionDto(
            Dto.Text(uncrossed.AuctionId),
            Price(market.Info, price),
            Ticks(price),
            Dto.Text(uncrossed.VolumeLots),
            Dto.Text(uncrossed.PreventedLots),
            Dto.Text(uncrossed.MarketSequence));
    }

    public static RulesDto Rules(TradingRules rules) => new(
        Dto.Text(rules.EntryBandTicks),
        Dto.Text(rules.ExecutionBandTicks),
        Dto.Text(rules.CascadeTicks),
        Dto.Text(rules.CollarTicks),
        Dto.Text(rules.CollarWidenTicks),
        Dto.Text(rules.InitialReferenceTicks),
        Dto.Text(rules.MinDisplayLots),
        Dto.Text(rules.MinOrderLots),
        Dto.Text(rules.MinMarkDepthLots),
        Dto.Text(rules.PriceIncrementTicks),
        [Trigger(rules.FirstTrigger), Trigger(rules.SecondTrigger), Trigger(rules.ThirdTrigger)],
        rules.EntryBandVolatility,
        rules.MaxIcebergParts,
        rules.MaxCascade,
        rules.AuctionSeconds,
        rules.AuctionRandomSeconds,
        rules.MaxExtensions,
        rules.BatchIntervalMs,
        rules.SessionEndSecondOfDay,
        rules.ScheduledAuctionSecondOfDay,
        rules.OutageSeconds,
        rules.MarkMaxAgeSeconds,
        Codes.Of(rules.Allocation),
        (uint)rules.Flags);

    public static string? Price(MarketInfo info, long? ticks) => ticks is { } value ? info.Price(value) : null;

    public static string? Ticks(long? ticks) => ticks is { } value ? Dto.Text(value) : null;

    public static string? Side(Side side) => side == default ? null : Codes.Of(side);

    private static TriggerDto Trigger(VolatilityTrigger trigger) =>
        new(Dto.Text(trigger.Ticks), trigger.HorizonSeconds, trigger.AuctionSeconds);
}
