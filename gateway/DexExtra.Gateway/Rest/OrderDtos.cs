using DexExtra.Gateway.Rest.Bodies;
using DexExtra.Gateway.Views;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest;

/// <summary>Maps an order to what REST answers. Its record is read with the venue's gate held by the caller.</summary>
internal static class OrderDtos
{
    public static OrderDto Order(MarketInfo info, OrderRecord record)
    {
        ref readonly var request = ref record.Request;
        ref readonly var order = ref request.Order;
        return new OrderDto(
            Dto.Text(record.OrderId),
            Dto.Text(request.ClientOrderId),
            request.OrderHash.ToString(),
            order.Account.Owner.ToString(),
            order.Account.Subaccount,
            order.MarketId,
            Codes.Of(order.Side),
            Codes.Of(order.OrderType),
            Codes.Of(order.TimeInForce),
            (uint)order.Flags,
            info.Price(record.PriceTicks),
            record.EffectivePriceTicks is { } ticks ? info.Price(ticks) : null,
            info.Quantity(record.QuantityLots),
            Dto.Text(record.PriceTicks),
            Dto.Text(record.QuantityLots),
            Instructions(in order.Instructions, (order.Flags & OrderFlags.HasActivationPrice) != 0),
            Display(info, record),
            HasTrigger(order.OrderType) ? FixedPoint.Format(order.TriggerPrice) : null,
            record.TriggeredTicks is { } triggered ? info.Price(triggered) : null,
            record.ListKind == ListKind.None
                ? null
                : new OrderListDto(Dto.Text(record.ListId), Codes.Of(record.ListKind), record.LegIndex),
            Codes.Of(record.Status),
            record.CancelReason is { } reason ? Codes.Of(reason) : null,
            record.CancelDetail == RejectReason.None ? null : Codes.Of(record.CancelDetail),
            info.Quantity(record.CumulativeLots),
            info.Quantity(record.LeavesLots),
            info.AveragePrice(record.CumulativeTickLots, record.CumulativeLots),
            FixedPoint.Format(record.Fees),
            request.Tag,
            order.Version,
            Dto.Text(order.Nonce),
            Dto.Text(record.ExpirySeconds),
            Dto.Text(record.AcceptedNs),
            Dto.Text(record.UpdatedNs),
            Dto.Text(record.UpdatedSequence));
    }

    private static bool HasTrigger(OrderType type) =>
        OrderCombinations.IsTriggered(type) && !OrderCombinations.IsTrailing(type);

    /// <summary>What an iceberg shows per slice now; null for orders that show everything.</summary>
    private static string? Display(MarketInfo info, OrderRecord record) => record.DisplayLots is { } lots
        ? lots == 0 ? null : info.Quantity(lots)
        : Decimal(record.Request.Order.Instructions.DisplayQuantity);

    private static InstructionsDto Instructions(in OrderInstructions fields, bool hasActivationPrice) => new(
        Decimal(fields.DisplayQuantity),
        Decimal(fields.DisplayVariance),
        Decimal(fields.MinQuantity),
        Decimal(fields.Budget),
        Decimal(fields.TrailingDistance),
        Decimal(fields.PriceOffset),
        hasActivationPrice ? FixedPoint.Format(fields.ActivationPrice) : null,
        fields.TrailingBasisPoints,
        fields.PositionFraction,
        fields.DurationSeconds,
        fields.IntervalSeconds,
        fields.TriggerSource == default ? null : Codes.Of(fields.TriggerSource),
        fields.TriggerSource == default ? null : Codes.Of(fields.ExpiryAction),
        fields.PegReference == default ? null : Codes.Of(fields.PegReference));

    /// <summary>Null for 0; values of accepted orders are far below the signed range.</summary>
    private static string? Decimal(UInt128 value) => value == 0 ? null : FixedPoint.Format((Int128)value);
}
