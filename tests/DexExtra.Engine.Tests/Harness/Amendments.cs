using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Harness;

/// <summary>Amend and replace requests in test terms.</summary>
public static class Amendments
{
    /// <summary>Amends what is not null.</summary>
    public static string[] Amend(
        this Venue venue, AccountId account, long orderId, long? lots = null, long? ticks = null, long? display = null,
        ulong? expiry = null)
    {
        var request = new AmendOrder
        {
            Account = account,
            OrderId = orderId,
            ClientOrderId = 900,
            Quantity = (UInt128)((lots ?? 0) * FixedPoint.One),
            LimitPrice = (ticks ?? 0) * FixedPoint.One,
            DisplayQuantity = (UInt128)((display ?? 0) * FixedPoint.One),
            ExpirySeconds = expiry ?? 0,
        };
        request.Fields |= lots is null ? 0 : AmendFields.Quantity;
        request.Fields |= ticks is null ? 0 : AmendFields.LimitPrice;
        request.Fields |= display is null ? 0 : AmendFields.DisplayQuantity;
        request.Fields |= expiry is null ? 0 : AmendFields.Expiry;
        return venue.Apply(CommandType.AmendOrder, request);
    }

    /// <summary>The next version of an order; the ticket names its nonce.</summary>
    public static string[] Replace(this Venue venue, OrderTicket ticket, long orderId, uint version = 2)
    {
        var order = ticket.ToCommand();
        order.Order.Version = version;
        return venue.Apply(CommandType.ReplaceOrder, new ReplaceOrder { Order = order, OrderId = orderId });
    }

    /// <summary>An order that shows only a part.</summary>
    public static string[] SendIceberg(this Venue venue, OrderTicket ticket, long display)
    {
        var order = venue.Number(ticket).ToCommand();
        order.Order.Instructions.DisplayQuantity = (UInt128)(display * ticket.Terms.LotSize);
        return venue.Apply(CommandType.NewOrder, order);
    }
}
