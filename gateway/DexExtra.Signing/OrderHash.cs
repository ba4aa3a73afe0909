using DexExtra.Messages;

namespace DexExtra.Signing;

/// <summary>
/// EIP-712 hash of an order: its identity everywhere (SIG-01), on chain included. Pure, allocation-free.
/// </summary>
public static class OrderHash
{
    private const int Words = 16;

    public static Hash32 Struct(in SignedOrder order)
    {
        var words = new WordWriter(stackalloc byte[Words * Hash32.SizeBytes]);
        words.Append(Eip712Type.Order.TypeHash);
        words.Append(order.Account.Owner);
        words.Append((ulong)order.Account.Subaccount);
        words.Append((ulong)order.MarketId);
        words.Append((ulong)order.Side);
        words.Append((ulong)order.OrderType);
        words.Append((ulong)order.TimeInForce);
        words.Append((ulong)order.Flags);
        words.Append(order.LimitPrice);
        words.Append(order.TriggerPrice);
        words.Append(order.Quantity);
        words.Append(order.ExpirySeconds);
        words.Append(order.MaxFeePerUnit);
        words.Append(order.Nonce);
        words.Append((ulong)order.Version);
        words.Append(InstructionsHash.Struct(in order.Instructions));
        return words.Hash();
    }

    /// <summary>
    /// Goes into NewOrder.OrderHash. The account signs it, or the list it is a leg of: <see cref="OrderListHash"/>.
    /// </summary>
    public static Hash32 Digest(Eip712Domain domain, in SignedOrder order) => domain.Digest(Struct(in order));
}
