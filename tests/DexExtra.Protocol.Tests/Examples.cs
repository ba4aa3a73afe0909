using DexExtra.Client;
using DexExtra.Messages;
using DexExtra.Protocol.Fixp;
using DexExtra.Protocol.Orders;
using DexExtra.Signing;

namespace DexExtra.Protocol.Tests;

/// <summary>The frames of the worked example in docs/protocol/order-entry.md, and handy samples for tests.</summary>
internal static class Examples
{
    public static Eip712Domain Domain { get; } =
        Eip712Domain.ForVenue(31337, Address.Parse("0x5fbdb2315678afecb367f032d93f642f64180aa3"));

    /// <summary>keccak256("DexExtra vector key 0"), as in tests/vectors/eip712.</summary>
    public static PrivateKey Key { get; } = new(KeyBytes());

    public static AccountId Account => new(Key.Address, 0);

    public static SignedOrder Order => new()
    {
        Account = Account,
        MarketId = 1,
        Side = Side.Buy,
        OrderType = OrderType.Limit,
        TimeInForce = TimeInForce.GoodTillCancel,
        Version = SignedOrder.FirstVersion,
        LimitPrice = -12_50000000,
        Quantity = 3_00000000,
        ExpirySeconds = 1_900_000_000,
        MaxFeePerUnit = 1_000_000,
        Nonce = 1,
    };

    /// <summary>Negotiate, then NewOrderSingle, then the ExecutionReport that accepts it.</summary>
    public static IReadOnlyList<byte[]> All => [Encode(Negotiate), NewOrder(1001), Encode(Report)];

    public static Negotiate Negotiate => new()
    {
        SessionId = new SessionId(Enumerable.Range(1, 16).Select(value => (byte)value).ToArray()),
        TimestampNs = 1_800_000_000_000_000_000,
        Account = Account,
    };

    public static ExecutionReport Report
    {
        get
        {
            var accepted = new OrderAccepted
            {
                Request = new NewOrder
                {
                    Order = Order,
                    OrderHash = OrderHash.Digest(Domain, Order),
                    ClientOrderId = 1001,
                    PriceTicks = -125,
                    QuantityLots = 300,
                },
                OrderId = 42,
                EffectivePriceTicks = -125,
                AccountSequence = 2,
                AssetId = 1,
                Status = OrderStatus.New,
                Available = 900_00000000,
                Held = 100_00000000,
            };
            var header = new EventFrameHeader { Sequence = 42, TimestampNs = 1_800_000_001_000_000_000 };
            return ReportBuilder.Accepted(in header, in accepted);
        }
    }

    public static byte[] NewOrder(ulong clientOrderId)
    {
        var frame = new byte[OrderFrames.NewOrderBytes];
        OrderFrames.Write(frame, Order, clientOrderId, Domain, Key);
        return frame;
    }

    /// <summary>A list of the given legs under one signature.</summary>
    public static byte[] OrderList(params OrderListLeg[] legs)
    {
        var frame = new byte[OrderFrames.ListBytes(legs.Length)];
        OrderFrames.WriteList(frame, ListKind.BracketOco, legs, Domain, Key);
        return frame;
    }

    public static byte[] Encode<TBody>(TBody body)
        where TBody : unmanaged, IWireMessage
    {
        var frame = new byte[Frame.LengthOf<TBody>()];
        Frame.Write(frame, in body);
        return frame;
    }

    private static byte[] KeyBytes()
    {
        var bytes = new byte[Hash32.SizeBytes];
        Keccak256.Hash("DexExtra vector key 0"u8, bytes);
        return bytes;
    }
}
