using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Tests.Support;

/// <summary>A wallet with its counters; makes orders and signs them.</summary>
internal sealed class Trader
{
    private static readonly ulong Expiry =
        (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 3_600;

    private ulong _lastNonce;
    private ulong _lastClientOrderId;

    public PrivateKey Key { get; } = PrivateKey.Generate();

    public AccountId Account => new(Key.Address, 0);

    public ulong NextClientOrderId() => ++_lastClientOrderId;

    public ulong NextNonce() => ++_lastNonce;

    /// <summary>Prices in ticks of 0.01, quantities in lots of 1.</summary>
    public SignedOrder Order(uint marketId, Side side, long priceTicks, long lots) => new()
    {
        Account = Account,
        MarketId = marketId,
        Side = side,
        OrderType = OrderType.Limit,
        TimeInForce = TimeInForce.GoodTillCancel,
        Version = SignedOrder.FirstVersion,
        LimitPrice = (Int128)priceTicks * 1_000_000,
        Quantity = (UInt128)lots * FixedPoint.One,
        MaxFeePerUnit = FixedPoint.One,
        ExpirySeconds = Expiry,
        Nonce = ++_lastNonce,
    };

    public SignedOrder Buy(uint marketId, long priceTicks, long lots) => Order(marketId, Side.Buy, priceTicks, lots);

    public SignedOrder Sell(uint marketId, long priceTicks, long lots) => Order(marketId, Side.Sell, priceTicks, lots);

    public byte[] Sign(in SignedOrder order, Eip712Domain? domain = null, PrivateKey? signer = null)
    {
        var encoded = new byte[Signature.EncodedBytes];
        (signer ?? Key).Sign(OrderHash.Digest(domain ?? Venue.Domain, in order)).CopyTo(encoded);
        return encoded;
    }
}
