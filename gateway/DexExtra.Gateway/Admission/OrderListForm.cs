using DexExtra.Messages;

namespace DexExtra.Gateway.Admission;

/// <summary>
/// What can be said about a list without looking anything up (T12–T15): its kind, how many legs that has, and that they
/// are of one account and market under different client order ids. How the legs must fit each other, the engine
/// decides. Pure, any thread.
/// </summary>
internal static class OrderListForm
{
    /// <summary>False: INVALID_ORDER_LIST.</summary>
    public static bool IsList(in NewOrderList list)
    {
        var hasItsLegs = list.Kind switch
        {
            ListKind.OneCancelsOther or ListKind.OneUpdatesOther => list.LegCount == 2,
            ListKind.OneTriggersOther => list.LegCount is 2 or NewOrderList.MaxLegs,
            ListKind.BracketOco or ListKind.BracketOuo => list.LegCount == NewOrderList.MaxLegs,
            _ => false,
        };
        return hasItsLegs && BelongTogether(NewOrderList.LegsOf(in list)[..list.LegCount]);
    }

    private static bool BelongTogether(ReadOnlySpan<NewOrder> legs)
    {
        for (var index = 1; index < legs.Length; index++)
        {
            if (legs[index].Order.Account != legs[0].Order.Account
                || legs[index].Order.MarketId != legs[0].Order.MarketId
                || IsUsed(legs[..index], legs[index].ClientOrderId))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsUsed(ReadOnlySpan<NewOrder> earlier, ulong clientOrderId)
    {
        foreach (ref readonly var leg in earlier)
        {
            if (leg.ClientOrderId == clientOrderId)
            {
                return true;
            }
        }

        return false;
    }
}
