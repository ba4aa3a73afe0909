using DexExtra.Messages;
using DexExtra.Protocol;
using DexExtra.Protocol.Orders;
using DexExtra.Signing;

namespace DexExtra.Client;

/// <summary>
/// Signs and encodes orders ahead of time, so that a sender only copies bytes. Allocation-free, any thread.
/// </summary>
public static class OrderFrames
{
    /// <summary>Length of every new order frame.</summary>
    public static int NewOrderBytes => Frame.LengthOf<NewOrderSingle>();

    /// <summary>Length of every replacement frame.</summary>
    public static int ReplaceBytes => Frame.LengthOf<OrderReplaceRequest>();

    /// <summary>Length of the frame of a list.</summary>
    public static int ListBytes(int legs) => Group.LengthOf<NewOrderListRequest, OrderListLeg>(legs);

    /// <summary>Length of the frame of a quote.</summary>
    public static int QuoteBytes(int sides) => Group.LengthOf<MassQuoteRequest, QuoteSide>(sides);

    /// <summary>Writes one signed order; returns the frame's length.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Destination shorter than <see cref="NewOrderBytes"/>.</exception>
    public static int Write(
        Span<byte> destination, in SignedOrder order, ulong clientOrderId, Eip712Domain domain, PrivateKey key,
        uint tag = 0)
    {
        var message = new NewOrderSingle
        {
            ClientOrderId = clientOrderId,
            Order = order,
            ChainId = domain.ChainId,
            Signature = key.Sign(OrderHash.Digest(domain, in order)),
            Tag = tag,
        };
        return Frame.Write(destination, in message);
    }

    /// <summary>Writes two or three orders under one signature (T15); returns the frame's length.</summary>
    /// <param name="destination">At least <see cref="ListBytes"/> of the legs.</param>
    /// <param name="kind">How the legs depend on each other.</param>
    /// <param name="legs">Client order ids and orders, a parent first.</param>
    /// <param name="domain">The venue's.</param>
    /// <param name="key">The account's.</param>
    /// <exception cref="ArgumentException">More legs than a list can have.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The destination is too short.</exception>
    public static int WriteList(
        Span<byte> destination, ListKind kind, ReadOnlySpan<OrderListLeg> legs, Eip712Domain domain, PrivateKey key)
    {
        if (legs.Length > NewOrderListRequest.MaxLegs)
        {
            throw new ArgumentException($"a list has at most {NewOrderListRequest.MaxLegs} legs", nameof(legs));
        }

        Span<SignedOrder> orders = stackalloc SignedOrder[NewOrderListRequest.MaxLegs];
        for (var index = 0; index < legs.Length; index++)
        {
            orders[index] = legs[index].Order;
        }

        var message = new NewOrderListRequest
        {
            Kind = kind,
            ChainId = domain.ChainId,
            Signature = key.Sign(OrderListHash.Digest(domain, kind, orders[..legs.Length])),
        };
        return Group.Write(destination, in message, legs);
    }

    /// <summary>Writes the next version of an open order (C4); returns the frame's length.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Destination shorter than <see cref="ReplaceBytes"/>.</exception>
    public static int WriteReplace(
        Span<byte> destination, in SignedOrder order, ulong clientOrderId, ulong origClientOrderId, long orderId,
        Eip712Domain domain, PrivateKey key)
    {
        var message = new OrderReplaceRequest
        {
            ClientOrderId = clientOrderId,
            Order = order,
            ChainId = domain.ChainId,
            Signature = key.Sign(OrderHash.Digest(domain, in order)),
            OrigClientOrderId = origClientOrderId,
            OrderId = orderId,
        };
        return Frame.Write(destination, in message);
    }

    /// <summary>
    /// Writes a quote (C12): each side is signed; none takes the quote out. Returns the frame's length.
    /// </summary>
    /// <param name="destination">At least <see cref="QuoteBytes"/> of the sides.</param>
    /// <param name="quote">Id, market and quote set; the chain is the domain's.</param>
    /// <param name="sides">Client order ids and orders, in the order in which they enter; gets the signatures.</param>
    /// <param name="domain">The venue's.</param>
    /// <param name="key">The account's, or one that it granted.</param>
    /// <exception cref="ArgumentException">More sides than a quote can have.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The destination is too short.</exception>
    public static int WriteQuote(
        Span<byte> destination, in MassQuoteRequest quote, Span<QuoteSide> sides, Eip712Domain domain, PrivateKey key)
    {
        if (sides.Length > MassQuoteRequest.MaxSides)
        {
            throw new ArgumentException($"a quote has at most {MassQuoteRequest.MaxSides} sides", nameof(sides));
        }

        foreach (ref var side in sides)
        {
            side.Signature = key.Sign(OrderHash.Digest(domain, in side.Order));
        }

        var message = quote;
        message.ChainId = domain.ChainId;
        return Group.Write<MassQuoteRequest, QuoteSide>(destination, in message, sides);
    }
}
