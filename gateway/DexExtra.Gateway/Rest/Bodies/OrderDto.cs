namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>An order and its state (G7).</summary>
internal sealed record OrderDto(
    string OrderId,
    string ClientOrderId,
    string OrderHash,
    string Account,
    uint Subaccount,
    uint MarketId,
    string Side,
    string OrderType,
    string TimeInForce,
    string LimitPrice,
    string Quantity,
    string PriceTicks,
    string QuantityLots,
    string Status,
    string? Reason,
    string FilledQuantity,
    string LeavesQuantity,
    string? AveragePrice,
    string Fees,
    string Nonce,
    string Expiry,
    string AcceptedTimeNs,
    string UpdatedTimeNs,
    string UpdatedSequence);
