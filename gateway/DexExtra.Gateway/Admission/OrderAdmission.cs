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
    /// <summary>Checks form and fills PriceTicks and QuantityLots.</summary>
    public RejectReason Prepare(ref NewOrder command)
    {
        ref readonly var order = ref command.Order;
        if (order.Account.Owner.IsZero || command.ClientOrderId is 0 or ulong.MaxValue)
        {
            return RejectReason.Malformed;
        }

        if (!OrderCombinations.IsLegal(in order))
        {
            return RejectReason.UnsupportedCombination;
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

    /// <summary>Computes the order's identity and checks who signed it.</summary>
    public RejectReason Verify(ref NewOrder command)
    {
        command.OrderHash = OrderHash.Digest(domain, in command.Order);
        return SignatureVerifier.Verify(in command.OrderHash, command.Order.Account.Owner, in command.Signature);
    }
}
