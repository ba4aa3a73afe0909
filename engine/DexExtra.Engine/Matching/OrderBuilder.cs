using DexExtra.Engine.Book;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>Copies what a signed order says into the form that the engine keeps.</summary>
internal static class OrderBuilder
{
    /// <summary>Everything but the instructions, which gate 4 has converted already.</summary>
    public static void FillTerms(in NewOrder request, ref OrderTerms terms)
    {
        ref readonly var signed = ref request.Order;
        terms.SignedLots = request.QuantityLots;
        terms.SignedTicks = request.PriceTicks;
        terms.LimitTicks = request.PriceTicks;
        terms.SignedExpirySeconds = signed.ExpirySeconds;
        terms.ExpirySeconds = signed.ExpirySeconds;
        terms.Nonce = signed.Nonce;
        terms.Version = signed.Version;
        terms.Type = signed.OrderType;
        terms.TimeInForce = signed.TimeInForce;
        terms.Flags = signed.Flags;
        terms.SessionId = request.SessionId;
        terms.Tag = request.Tag;
        terms.Grant = -1;
        terms.Sibling = -1;
        terms.Parent = -1;
        terms.FirstChild = -1;
        terms.SecondChild = -1;
    }

    /// <summary>Account or market count the open orders of its kind.</summary>
    public static bool IsCounted(OrderType type, TimeInForce timeInForce) =>
        OrderCombinations.IsTriggered(type)
        || OrderCombinations.IsTrailing(type)
        || timeInForce is TimeInForce.GoodForAuction or TimeInForce.GoodForContinuous;

    public static OrderTraits TraitsOf(in SignedOrder signed)
    {
        var traits = OrderTraits.None;
        traits |= (signed.Flags & OrderFlags.ReduceOnly) != 0 ? OrderTraits.ReduceOnly : 0;
        traits |= (signed.Flags & OrderCombinations.AnyPostOnly) != 0 ? OrderTraits.PostOnly : 0;
        traits |= signed.OrderType == OrderType.Pegged ? OrderTraits.Pegged : 0;
        traits |= signed.Instructions.DisplayQuantity != 0 ? OrderTraits.PartlyHidden : 0;
        traits |= signed.Instructions.Budget != 0 ? OrderTraits.Budget : 0;
        return traits;
    }
}
