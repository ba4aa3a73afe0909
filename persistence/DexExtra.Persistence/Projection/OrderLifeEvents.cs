using DexExtra.Messages;
using DexExtra.Persistence.Rows;

namespace DexExtra.Persistence.Projection;

/// <summary>What happens to open orders besides trades. One thread.</summary>
internal sealed class OrderLifeEvents(Dictionary<uint, MarketUnits> markets, AuditDetail detail)
{
    public AuditRow Cancelled(in OrderCancelled cancelled, FrameStamp stamp, WriteBatch batch)
    {
        Contract.Require(
            cancelled.Status is OrderStatus.Cancelled or OrderStatus.Stopped or OrderStatus.Expired,
            $"an order cancelled with status {(byte)cancelled.Status}");
        batch.Order(cancelled.OrderId, markets[cancelled.MarketId]).Apply(in cancelled, stamp);
        batch.Balance(cancelled.Account, cancelled.AssetId)
            .Apply(cancelled.Available, cancelled.Held, cancelled.Owed, stamp);
        batch.Account(cancelled.Account).Apply(cancelled.AccountSequence, stamp);
        detail.Write(in cancelled);
        return new AuditRow
        {
            Account = cancelled.Account,
            AccountSequence = cancelled.AccountSequence,
            MarketId = cancelled.MarketId,
            OrderId = cancelled.OrderId,
            Reason = Codes.Of(cancelled.Reason),
        };
    }

    public AuditRow Reduced(in OrderReduced reduced, FrameStamp stamp, WriteBatch batch)
    {
        batch.Order(reduced.OrderId, markets[reduced.MarketId]).Apply(in reduced, stamp);
        batch.Balance(reduced.Account, reduced.AssetId).Apply(reduced.Available, reduced.Held, reduced.Owed, stamp);
        batch.Account(reduced.Account).Apply(reduced.AccountSequence, stamp);
        detail.Write(in reduced);
        return new AuditRow
        {
            Account = reduced.Account,
            AccountSequence = reduced.AccountSequence,
            MarketId = reduced.MarketId,
            OrderId = reduced.OrderId,
            Reason = Codes.Of(reduced.Reason),
        };
    }

    public AuditRow Triggered(in OrderTriggered triggered, FrameStamp stamp, WriteBatch batch)
    {
        Contract.Require(
            triggered.Source == 0 || Enum.IsDefined(triggered.Source),
            $"unknown trigger source {(byte)triggered.Source}");
        batch.Order(triggered.OrderId, markets[triggered.MarketId]).Apply(in triggered, stamp);
        batch.Account(triggered.Account).Apply(triggered.AccountSequence, stamp);
        detail.Write(in triggered);
        return new AuditRow
        {
            Account = triggered.Account,
            AccountSequence = triggered.AccountSequence,
            MarketId = triggered.MarketId,
            OrderId = triggered.OrderId,
        };
    }

    public AuditRow Activated(in OrderActivated activated, FrameStamp stamp, WriteBatch batch)
    {
        Contract.Require(
            activated.Status is OrderStatus.New or OrderStatus.PendingTrigger,
            $"an order activated with status {(byte)activated.Status}");
        Contract.Require(activated.ActivatedLots > 0, "an activation without lots");
        batch.Order(activated.OrderId, markets[activated.MarketId]).Apply(in activated, stamp);
        batch.Account(activated.Account).Apply(activated.AccountSequence, stamp);
        detail.Write(in activated);
        return new AuditRow
        {
            Account = activated.Account,
            AccountSequence = activated.AccountSequence,
            MarketId = activated.MarketId,
            OrderId = activated.OrderId,
        };
    }

    public AuditRow Repriced(in OrderRepriced repriced, FrameStamp stamp, WriteBatch batch)
    {
        batch.Order(repriced.OrderId, markets[repriced.MarketId]).Apply(in repriced, stamp);
        batch.Account(repriced.Account).Apply(repriced.AccountSequence, stamp);
        detail.Write(in repriced);
        return new AuditRow
        {
            Account = repriced.Account,
            AccountSequence = repriced.AccountSequence,
            MarketId = repriced.MarketId,
            OrderId = repriced.OrderId,
        };
    }

    public AuditRow Amended(in OrderAmended amended, FrameStamp stamp, WriteBatch batch)
    {
        batch.Order(amended.OrderId, markets[amended.MarketId]).Apply(in amended, stamp);
        batch.Balance(amended.Account, amended.AssetId).Apply(amended.Available, amended.Held, amended.Owed, stamp);
        batch.Account(amended.Account).Apply(amended.AccountSequence, stamp);
        detail.Write(in amended);
        return new AuditRow
        {
            Account = amended.Account,
            AccountSequence = amended.AccountSequence,
            MarketId = amended.MarketId,
            OrderId = amended.OrderId,
        };
    }

    /// <summary>Outside the account's stream: the amendment that follows is in it.</summary>
    public AuditRow Replaced(in OrderReplaced replaced, FrameStamp stamp, WriteBatch batch)
    {
        ref readonly var order = ref replaced.Request.Order;
        batch.Order(replaced.OrderId, markets[order.MarketId]).Apply(in replaced, stamp);
        ReplacementRow.Encode(batch.Replacements, in replaced, stamp);
        detail.Write(in replaced);
        return new AuditRow { Account = order.Account, MarketId = order.MarketId, OrderId = replaced.OrderId };
    }
}
