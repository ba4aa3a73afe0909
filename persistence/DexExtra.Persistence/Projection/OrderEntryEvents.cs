using DexExtra.Messages;
using DexExtra.Persistence.Rows;

namespace DexExtra.Persistence.Projection;

/// <summary>The answers to new orders: rows of orders begin here. One thread.</summary>
internal sealed class OrderEntryEvents(Dictionary<uint, MarketUnits> markets, AuditDetail detail)
{
    private long _answers;

    public void BeginFrame() => _answers = 0;

    public AuditRow Accepted(in OrderAccepted accepted, in EventFrameHeader frame, FrameStamp stamp, WriteBatch batch)
    {
        ref readonly var account = ref accepted.Request.Order.Account;
        var marketId = accepted.Request.Order.MarketId;
        Contract.Require(
            accepted.Status is OrderStatus.New or OrderStatus.PendingTrigger or OrderStatus.Dormant,
            $"an order accepted with status {(byte)accepted.Status}");
        batch.NewOrders.Add(accepted.OrderId, new OrderRow(in accepted, in frame, markets[marketId], stamp));
        batch.Balance(account, accepted.AssetId).Apply(accepted.Available, accepted.Held, accepted.Owed, stamp);
        batch.Account(account).Apply(accepted.AccountSequence, stamp);
        detail.Write(in accepted);
        return new AuditRow
        {
            Account = account,
            AccountSequence = accepted.AccountSequence,
            MarketId = marketId,
            OrderId = accepted.OrderId,
        };
    }

    public AuditRow Rejected(in OrderRejected rejected, in EventFrameHeader frame, FrameStamp stamp, WriteBatch batch)
    {
        ref readonly var account = ref rejected.Request.Order.Account;
        var marketId = rejected.Request.Order.MarketId;
        var orderId = NextAnswered(stamp);
        Contract.Require(rejected.Reason != RejectReason.None, "a rejection without a reason");
        batch.NewOrders.Add(
            orderId, new OrderRow(orderId, in rejected, in frame, markets.GetValueOrDefault(marketId), stamp));
        batch.TouchAccount(account, rejected.AccountSequence, stamp);
        detail.Write(in rejected);
        return new AuditRow
        {
            Account = account,
            AccountSequence = rejected.AccountSequence,
            MarketId = marketId,
            OrderId = orderId,
            Reason = Codes.Of(rejected.Reason),
        };
    }

    public AuditRow Reported(in OrderStatusReported reported, FrameStamp stamp, WriteBatch batch)
    {
        NextAnswered(stamp);
        batch.TouchAccount(reported.Account, reported.AccountSequence, stamp);
        detail.Write(in reported);
        return new AuditRow
        {
            Account = reported.Account,
            AccountSequence = reported.AccountSequence,
            MarketId = reported.MarketId,
            OrderId = reported.OrderId == 0 ? null : reported.OrderId,
            Reason = reported.RejectReason != RejectReason.None ? Codes.Of(reported.RejectReason)
                : reported.CancelReason != 0 ? Codes.Of(reported.CancelReason)
                : null,
        };
    }

    /// <summary>
    /// A refusal does not carry the order id that the order would have had; a list is answered leg by leg, in order.
    /// </summary>
    private long NextAnswered(FrameStamp stamp) => checked(stamp.Sequence + (_answers++ * Limits.LegOrderIdStep));
}
