using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Harness;

/// <summary>
/// A new order in test terms; everything not said is legal and unique. <see cref="ToCommand"/> derives the signed
/// fixed-point fields from the market's terms, so a test breaks one field at a time with <c>with</c>.
/// </summary>
public sealed record OrderTicket(AccountId Account, Side Side, long Lots, long PriceTicks)
{
    public CreateMarket Terms { get; init; } = TestMarkets.PlainTerms;

    public OrderType Type { get; init; } = OrderType.Limit;

    public TimeInForce TimeInForce { get; init; } = TimeInForce.GoodTillCancel;

    public OrderFlags Flags { get; init; }

    public ulong ClientOrderId { get; init; }

    public ulong Nonce { get; init; }

    public ulong ExpirySeconds { get; init; } = 4_000_000_000;

    public UInt128 MaxFeePerUnit { get; init; } = 1_000_000_000;

    /// <summary>Stands for the signed content: same value = same order.</summary>
    public ulong Hash { get; init; }

    public NewOrder ToCommand()
    {
        var hash = new byte[Hash32.SizeBytes];
        BitConverter.TryWriteBytes(hash, Hash);
        return new NewOrder
        {
            Order = new SignedOrder
            {
                Account = Account,
                MarketId = Terms.MarketId,
                Side = Side,
                OrderType = Type,
                TimeInForce = TimeInForce,
                Flags = Flags,
                Version = SignedOrder.FirstVersion,
                LimitPrice = PriceTicks * Terms.TickSize,
                Quantity = (UInt128)(Int128.Max(Lots, 0) * Terms.LotSize),
                MaxFeePerUnit = MaxFeePerUnit,
                ExpirySeconds = ExpirySeconds,
                Nonce = Nonce,
            },
            OrderHash = new Hash32(hash),
            ClientOrderId = ClientOrderId,
            PriceTicks = PriceTicks,
            QuantityLots = Lots,
        };
    }
}
