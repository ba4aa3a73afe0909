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

    /// <summary>Writes one signed order; returns the frame's length.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Destination shorter than <see cref="NewOrderBytes"/>.</exception>
    public static int Write(
        Span<byte> destination, in SignedOrder order, ulong clientOrderId, Eip712Domain domain, PrivateKey key)
    {
        var message = new NewOrderSingle
        {
            ClientOrderId = clientOrderId,
            Order = order,
            ChainId = domain.ChainId,
            Signature = key.Sign(OrderHash.Digest(domain, in order)),
        };
        return Frame.Write(destination, in message);
    }
}
