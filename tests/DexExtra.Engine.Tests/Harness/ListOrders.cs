using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Harness;

/// <summary>Lists of orders in test terms: tickets become legs, some of them stops.</summary>
public static class ListOrders
{
    /// <summary>A leg that waits for the last trade to reach a trigger.</summary>
    public static NewOrder Stop(this Venue venue, OrderTicket ticket, long triggerTicks)
    {
        var order = venue.Number(ticket).ToCommand();
        order.Order.TriggerPrice = triggerTicks * ticket.Terms.TickSize;
        order.Order.Instructions.TriggerSource = TriggerSource.Last;
        return order;
    }

    public static NewOrder Leg(this Venue venue, OrderTicket ticket) => venue.Number(ticket).ToCommand();

    public static NewOrderList List(ListKind kind, params NewOrder[] legs)
    {
        var list = new NewOrderList { Kind = kind, LegCount = (byte)legs.Length };
        for (var index = 0; index < legs.Length; index++)
        {
            list.Legs[index] = legs[index];
        }

        return list;
    }

    public static string[] SendList(this Venue venue, ListKind kind, params NewOrder[] legs) =>
        venue.Apply(CommandType.NewOrderList, List(kind, legs));

    /// <summary>Order id of a leg of the list that a command brought.</summary>
    public static long LegId(long sequence, int leg) => sequence + (leg * Limits.LegOrderIdStep);

    /// <summary>Sends 10 at a limit with a stop: both sell.</summary>
    public static string[] SendPair(this Venue venue, ListKind kind, AccountId account, long lots = 10) =>
        venue.SendList(
            kind,
            venue.Leg(new OrderTicket(account, Side.Sell, lots, 60)),
            venue.Stop(new OrderTicket(account, Side.Sell, lots, 30) { Type = OrderType.StopLimit }, 40));

    /// <summary>A buy of 10 at 50 with a take-profit at 60 and a stop at 40.</summary>
    public static string[] SendBracket(
        this Venue venue, ListKind kind, AccountId account, OrderFlags childFlags = default, long lots = 10)
    {
        var flags = OrderFlags.ReduceOnly | childFlags;
        return venue.SendList(
            kind,
            venue.Leg(new OrderTicket(account, Side.Buy, lots, 50)),
            venue.Leg(new OrderTicket(account, Side.Sell, lots, 60) { Flags = flags }),
            venue.Stop(
                new OrderTicket(account, Side.Sell, lots, 30) { Type = OrderType.StopLimit, Flags = flags }, 40));
    }
}
