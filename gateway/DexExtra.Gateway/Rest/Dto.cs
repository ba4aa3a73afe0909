using System.Globalization;
using DexExtra.Gateway.Rest.Bodies;
using DexExtra.Gateway.Views;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest;

/// <summary>
/// Maps views to what REST answers. Every 64-bit number is a decimal string, every price, quantity and amount of money
/// an exact decimal string. Mutable views are read with the venue's gate held by the caller.
/// </summary>
internal static class Dto
{
    public static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Text(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Text(UInt128 value) => value.ToString(CultureInfo.InvariantCulture);

    public static MarketDto Market(MarketView market)
    {
        var info = market.Info;
        return new MarketDto(
            info.MarketId,
            info.MetricId,
            info.AssetId,
            FixedPoint.Format(info.Request.TickSize),
            FixedPoint.Format(info.Request.LotSize),
            FixedPoint.Format(info.Request.Multiplier),
            info.Price(info.Request.FloorTicks),
            info.Price(info.Request.CapTicks),
            Text(info.Request.FloorTicks),
            Text(info.Request.CapTicks),
            FixedPoint.Format(info.TickValue),
            FixedPoint.Format(info.Request.TakerFeePerLot),
            FixedPoint.Format(info.Request.MakerFeePerLot),
            FixedPoint.Format(info.Request.AuctionFeePerLot),
            Text(info.Request.MaxOrderLots),
            Text(info.Request.ProtectionTicks),
            info.Request.QuestionHash.ToString(),
            Codes.Of(market.State),
            MarketStatusDto.Auction(market),
            MarketStatusDto.LastAuction(market),
            MarketStatusDto.Price(info, market.MarkTicks),
            MarketStatusDto.Ticks(market.MarkTicks),
            MarketStatusDto.Price(info, market.IndexTicks),
            MarketStatusDto.Ticks(market.IndexTicks),
            MarketStatusDto.Rules(market.Rules),
            Text(market.Sequence),
            Text(info.Sequence),
            Text(info.CreatedNs));
    }

    public static AssetDto Asset(AssetInfo asset) =>
        new(asset.AssetId, asset.Symbol, asset.TokenDecimals, asset.Token.ToString());

    public static IReadOnlyList<LevelDto> Levels(MarketInfo info, IReadOnlyCollection<BookLevel> levels, int depth) =>
        [.. levels.Take(depth).Select(level => new LevelDto(
            info.Price(level.PriceTicks),
            info.Quantity(level.QuantityLots),
            Text(level.PriceTicks),
            Text(level.QuantityLots),
            level.OrderCount))];

    public static TradeDto Trade(MarketInfo info, in TradeRecord trade) => new(
        Text(trade.MatchId),
        Text(trade.MarketSequence),
        info.Price(trade.PriceTicks),
        info.Quantity(trade.QuantityLots),
        Text(trade.PriceTicks),
        Text(trade.QuantityLots),
        MarketStatusDto.Side(trade.Aggressor),
        TradeFlagNames.Of(trade.Flags),
        Text(trade.AuctionId),
        Text(trade.TimestampNs));

    public static FillDto Fill(MarketInfo info, FillRecord fill, SettlementState state, Hash32 transaction) => new(
        Text(fill.MatchId),
        Text(fill.Detail.OrderId),
        Text(fill.Detail.ClientOrderId),
        fill.MarketId,
        Codes.Of(fill.Side),
        info.Price(fill.PriceTicks),
        info.Quantity(fill.QuantityLots),
        Text(fill.PriceTicks),
        Text(fill.QuantityLots),
        fill.Liquidity,
        Text(fill.AuctionId),
        FixedPoint.Format(fill.Detail.Fee),
        FixedPoint.Format(fill.Detail.CashDelta),
        FixedPoint.Format(fill.Detail.RealisedPnl),
        Codes.Of(state),
        SettlementStatus(state),
        transaction.IsZero ? null : transaction.ToString(),
        Text(fill.Sequence),
        Text(fill.TimestampNs),
        TradeFlagNames.Of(fill.Flags),
        Text(fill.BustedMatchId));

    /// <summary>X1: the requirement's words.</summary>
    private static string SettlementStatus(SettlementState state) => state switch
    {
        SettlementState.Matched or SettlementState.Queued => "PENDING",
        SettlementState.Submitted or SettlementState.Mined or SettlementState.Retrying => "SETTLING",
        SettlementState.Final => "SETTLED",
        _ => Codes.Of(state),
    };
}
