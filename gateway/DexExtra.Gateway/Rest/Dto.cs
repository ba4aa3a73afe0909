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

    public static MarketDto Market(MarketInfo info) => new(
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
        Text(info.Request.MaxOrderLots),
        Text(info.Request.ProtectionTicks),
        info.Request.QuestionHash.ToString(),
        "CONTINUOUS",
        Text(info.Sequence),
        Text(info.CreatedNs));

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
        Codes.Of(trade.Aggressor),
        Text(trade.TimestampNs));

    public static OrderDto Order(MarketInfo info, OrderRecord record)
    {
        var request = record.Request;
        var order = request.Order;
        return new OrderDto(
            Text(record.OrderId),
            Text(request.ClientOrderId),
            request.OrderHash.ToString(),
            order.Account.Owner.ToString(),
            order.Account.Subaccount,
            order.MarketId,
            Codes.Of(order.Side),
            Codes.Of(order.OrderType),
            Codes.Of(order.TimeInForce),
            (uint)order.Flags,
            FixedPoint.Format(order.LimitPrice),
            record.EffectivePriceTicks is { } ticks ? info.Price(ticks) : null,
            info.Quantity(request.QuantityLots),
            Text(request.PriceTicks),
            Text(request.QuantityLots),
            Codes.Of(record.Status),
            record.CancelReason is { } reason ? Codes.Of(reason) : null,
            info.Quantity(record.CumulativeLots),
            info.Quantity(record.LeavesLots),
            info.AveragePrice(record.CumulativeTickLots, record.CumulativeLots),
            FixedPoint.Format(record.Fees),
            Text(order.Nonce),
            Text(order.ExpirySeconds),
            Text(record.AcceptedNs),
            Text(record.UpdatedNs),
            Text(record.UpdatedSequence));
    }

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
        fill.IsTaker ? "TAKER" : "MAKER",
        FixedPoint.Format(fill.Detail.Fee),
        FixedPoint.Format(fill.Detail.CashDelta),
        FixedPoint.Format(fill.Detail.RealisedPnl),
        Codes.Of(state),
        SettlementStatus(state),
        transaction.IsZero ? null : transaction.ToString(),
        Text(fill.Sequence),
        Text(fill.TimestampNs));

    /// <summary>X1: the requirement's words.</summary>
    private static string SettlementStatus(SettlementState state) => state switch
    {
        SettlementState.Matched or SettlementState.Queued => "PENDING",
        SettlementState.Submitted or SettlementState.Mined or SettlementState.Retrying => "SETTLING",
        SettlementState.Final => "SETTLED",
        _ => Codes.Of(state),
    };
}
