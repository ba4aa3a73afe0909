using DexExtra.Messages;

namespace DexExtra.Signing.Tests;

/// <summary>SplitMix64 orders, draw for draw the same as randomOrder() in tests/vectors/eip712/generate.mjs.</summary>
internal sealed class RandomOrders(ulong seed)
{
    private static readonly TimeInForce[] TimesInForce =
    [
        TimeInForce.GoodTillCancel, TimeInForce.ImmediateOrCancel, TimeInForce.FillOrKill, TimeInForce.GoodTillDate,
        TimeInForce.Day, TimeInForce.GoodForAuction, TimeInForce.GoodForContinuous,
    ];

    private ulong _state = seed;

    /// <summary>Index in <see cref="Vectors.Keys"/> of the account of the last order.</summary>
    public int Signer { get; private set; }

    public SignedOrder Next()
    {
        Signer = (int)(Draw() % 8);
        var shift = (int)(Draw() % 128);
        return new SignedOrder
        {
            Account = new AccountId(Vectors.Accounts[Signer], High()),
            MarketId = High(),
            Side = (Side)(1 + (Draw() % 2)),
            OrderType = (OrderType)(1 + (Draw() % 10)),
            TimeInForce = TimesInForce[Draw() % 7],
            Flags = (OrderFlags)High(),
            LimitPrice = unchecked((Int128)Wide()) >> shift,
            TriggerPrice = unchecked((Int128)Wide()) >> shift,
            Quantity = Wide() >> shift,
            ExpirySeconds = Draw(),
            MaxFeePerUnit = Wide() >> shift,
            Nonce = Draw(),
            Version = High(),
            Instructions = Instructions(shift),
        };
    }

    private OrderInstructions Instructions(int shift) => new()
    {
        DisplayQuantity = Wide() >> shift,
        DisplayVariance = Wide() >> shift,
        MinQuantity = Wide() >> shift,
        Budget = Wide() >> shift,
        TrailingDistance = Wide() >> shift,
        PriceOffset = Wide() >> shift,
        ActivationPrice = unchecked((Int128)Wide()) >> shift,
        TrailingBasisPoints = High(),
        PositionFraction = High(),
        DurationSeconds = High(),
        IntervalSeconds = High(),
        TriggerSource = (TriggerSource)Highest(),
        ExpiryAction = (ExpiryAction)Highest(),
        PegReference = (PegReference)Highest(),
    };

    public ulong Draw()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    private uint High() => (uint)(Draw() >> 32);

    private byte Highest() => (byte)(Draw() >> 56);

    private UInt128 Wide() => new(Draw(), Draw());
}
