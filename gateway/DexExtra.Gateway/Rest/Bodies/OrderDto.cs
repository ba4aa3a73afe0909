using DexExtra.Gateway.Rest.Description;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>An order and its state (G7): its terms as signed or amended, then what became of it.</summary>
internal sealed record OrderDto(
    string OrderId,
    string ClientOrderId,
    string OrderHash,
    string Account,
    uint Subaccount,
    uint MarketId,
    [property: Words(typeof(Side))] string Side,
    [property: Words(typeof(OrderType))] string OrderType,
    [property: Words(typeof(TimeInForce))] string TimeInForce,
    uint Flags,
    string LimitPrice,
    string? EffectivePrice,
    string Quantity,
    string PriceTicks,
    string QuantityLots,
    InstructionsDto Instructions,
    string? DisplayQuantity,
    string? TriggerPrice,
    string? TriggeredPrice,
    OrderListDto? List,
    [property: Words(typeof(OrderStatus))] string Status,
    [property: Words(typeof(CancelReason))] string? Reason,
    [property: Words(typeof(RejectReason))] string? ReasonDetail,
    string FilledQuantity,
    string LeavesQuantity,
    string? AveragePrice,
    string Fees,
    uint Tag,
    uint Version,
    string Nonce,
    string Expiry,
    string AcceptedTimeNs,
    string UpdatedTimeNs,
    string UpdatedSequence);
