using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Blocks;

/// <summary>U3: which two orders form a block trade of a market (docs/money.md §15).</summary>
internal static class BlockShape
{
    public static bool IsValid(Market market, in BlockTrade request)
    {
        ref readonly var buy = ref request.Buy;
        ref readonly var sell = ref request.Sell;
        return market.Risk.MinBlockLots > 0
            && buy.Order.Side == Side.Buy
            && sell.Order.Side == Side.Sell
            && IsFillOrKill(in buy.Order)
            && IsFillOrKill(in sell.Order)
            && buy.Order.MarketId == sell.Order.MarketId
            && buy.QuantityLots >= market.Risk.MinBlockLots
            && buy.QuantityLots == sell.QuantityLots
            && buy.PriceTicks == sell.PriceTicks
            && buy.Order.Account.Owner != sell.Order.Account.Owner;
    }

    private static bool IsFillOrKill(in SignedOrder order) =>
        order.OrderType == OrderType.Limit && order.TimeInForce == TimeInForce.FillOrKill;
}
