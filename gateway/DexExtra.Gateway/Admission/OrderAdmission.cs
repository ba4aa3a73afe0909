using DexExtra.Gateway.Views;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Admission;

/// <summary>
/// What must hold before an order may enter the engine, cheapest first: form, known market and exact conversion
/// (<see cref="Prepare"/>, nanoseconds), then hash and signature (<see cref="Verify"/>, ~40 µs, worker threads). The
/// engine checks everything but the signature again. The same code for REST and the binary protocol. Any thread.
/// </summary>
internal sealed class OrderAdmission(VenueView venue, Eip712Domain domain)
{
    /// <summary>Checks the form of a new order and fills PriceTicks and QuantityLots.</summary>
    public RejectReason Prepare(ref NewOrder command) => CheckForm(ref command, isReplacement: false);

    /// <summary>Checks the form of a newly signed version of an open order (C4), and fills the same.</summary>
    public RejectReason PrepareReplacement(ref NewOrder command) =>
        CheckForm(ref command, isReplacement: true);

    /// <summary>Checks the form of a list (T15), then of each leg as of a new order.</summary>
    public RejectReason PrepareList(ref NewOrderList list)
    {
        if (!OrderListForm.IsList(in list))
        {
            return RejectReason.InvalidOrderList;
        }

        foreach (ref var leg in list.Legs[..list.LegCount])
        {
            var refusal = Prepare(ref leg);
            if (refusal != RejectReason.None)
            {
                return refusal;
            }
        }

        return RejectReason.None;
    }

    /// <summary>Computes the order's identity and checks who signed it.</summary>
    public RejectReason Verify(ref NewOrder command)
    {
        command.OrderHash = OrderHash.Digest(domain, in command.Order);
        return SignatureVerifier.Verify(in command.OrderHash, command.Order.Account.Owner, in command.Signature);
    }

    /// <summary>Computes each leg's own identity and checks who signed them together.</summary>
    public RejectReason VerifyList(ref NewOrderList list)
    {
        Span<Hash32> legs = stackalloc Hash32[NewOrderList.MaxLegs];
        for (var index = 0; index < list.LegCount; index++)
        {
            ref var leg = ref list.Legs[index];
            legs[index] = OrderHash.Struct(in leg.Order);
            leg.OrderHash = domain.Digest(legs[index]);
        }

        var signed = domain.Digest(OrderListHash.Struct(list.Kind, legs[..list.LegCount]));
        ref readonly var first = ref list.Legs[0];
        return SignatureVerifier.Verify(in signed, first.Order.Account.Owner, in first.Signature);
    }

    private RejectReason CheckForm(ref NewOrder command, bool isReplacement)
    {
        ref readonly var order = ref command.Order;
        if (order.Account.Owner.IsZero || (!isReplacement && command.ClientOrderId is (0 or ulong.MaxValue)))
        {
            return RejectReason.Malformed;
        }

        if (!OrderCombinations.IsLegal(in order))
        {
            return RejectReason.UnsupportedCombination;
        }

        if (isReplacement == (order.Version == SignedOrder.FirstVersion))
        {
            return RejectReason.BadVersion;
        }

        var form = SignatureVerifier.CheckForm(in command.Signature);
        if (form != RejectReason.None)
        {
            return form;
        }

        return venue.TryGetMarket(order.MarketId, out var market)
            ? market.Info.TryConvert(in order, out command.PriceTicks, out command.QuantityLots)
            : RejectReason.UnknownMarket;
    }
}
