using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Engine.Quotes;

/// <summary>C12: which orders are the sides of a quote, from what was signed alone. Pure.</summary>
internal static class QuoteShape
{
    private const OrderFlags Allowed = OrderFlags.PostOnly | OrderFlags.PostOnlySlide | OrderFlags.CancelOldest
        | OrderFlags.CancelBoth | OrderFlags.ConfirmLarge;

    /// <summary>
    /// At most one buy and one sell, of the quote's account and market, limit orders that may rest, without any
    /// instruction; with different client order ids. False: INVALID_QUOTE.
    /// </summary>
    public static bool IsValid(in MassQuote quote)
    {
        if (quote.SideCount > MassQuote.MaxSides)
        {
            return false;
        }

        var sides = MassQuote.SidesOf(in quote)[..quote.SideCount];
        foreach (ref readonly var side in sides)
        {
            if (side.Order.Account != quote.Account || side.Order.MarketId != quote.MarketId || !IsPlain(in side.Order))
            {
                return false;
            }
        }

        return sides.Length < MassQuote.MaxSides
            || (sides[0].Order.Side != sides[1].Order.Side && sides[0].ClientOrderId != sides[1].ClientOrderId);
    }

    private static bool IsPlain(in SignedOrder order)
    {
        var instructions = MemoryMarshal.AsBytes(new ReadOnlySpan<OrderInstructions>(in order.Instructions));
        return order.OrderType == OrderType.Limit
            && order.TimeInForce is TimeInForce.GoodTillCancel or TimeInForce.GoodTillDate or TimeInForce.Day
            && (order.Flags & ~Allowed) == 0
            && !instructions.ContainsAnyExcept((byte)0);
    }
}
