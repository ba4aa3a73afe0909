using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Streams;

/// <summary>What all makers of one stream share: dice, profile, world, time and the next numbers.</summary>
internal sealed class StreamContext(StreamProfile profile, int seed)
{
    /// <summary>Unix time of the first command, a quarter of an hour before midnight UTC.</summary>
    public const long StartNs = (1_700_006_400L - 900) * Limits.NsPerSecond;

    private readonly ulong[] _nonces = new ulong[64];
    private ulong _clientOrderId;

    public StreamDice Dice { get; } = new(seed);

    public StreamProfile Profile { get; } = profile;

    public StreamWorld World { get; } = new();

    public long Sequence { get; set; }

    public long NowNs { get; set; } = StartNs;

    public ulong NowSeconds => (ulong)(NowNs / Limits.NsPerSecond);

    public ulong NextClientOrderId() => ++_clientOrderId;

    public bool Draws(StreamFeature feature, int percentPerWeight) =>
        Dice.Percent(Profile.Weight(feature) * percentPerWeight);

    /// <summary>Owner 1 to the profile's number, subaccount mostly 0.</summary>
    public AccountId Account() => AccountOf(1 + Dice.Below(Profile.Owners));

    public AccountId AccountOf(int owner) =>
        Scenarios.ScenarioNames.Account(owner, Dice.OneIn(3) ? (uint)Dice.Below(Profile.Subaccounts) : 0);

    /// <summary>A market that exists, mostly one that trades.</summary>
    public StreamMarket Market()
    {
        var markets = World.MarketsInOrder;
        var market = Dice.Pick(markets);
        market = market.HasEnded ? Dice.Pick(markets) : market;
        var isElsewhere = Profile.Has(StreamFeature.Ends) && market.HasEnded && Dice.OneIn(2);
        return isElsewhere ? Dice.Pick(World.Live()) : market;
    }

    /// <summary>Mostly the next one; sometimes reused, old, far ahead or skipping.</summary>
    public ulong Nonce(int owner)
    {
        ref var nonce = ref _nonces[owner % _nonces.Length];
        if (!Draws(StreamFeature.OddNonces, 2))
        {
            return ++nonce;
        }

        return Dice.Below(5) switch
        {
            0 => Dice.OneIn(3) ? ulong.MaxValue : nonce,
            1 => nonce - Math.Min(nonce, (ulong)Dice.Below(5_000)),
            2 => nonce += (ulong)Dice.Between(1, 6_000),
            3 => nonce - Math.Min(nonce, (ulong)(Limits.NonceWindow + Dice.Between(-1, 1))),
            _ => ++nonce,
        };
    }

    public static int OwnerOf(in AccountId account)
    {
        Span<byte> bytes = stackalloc byte[Address.SizeBytes];
        account.Owner.CopyTo(bytes);
        return BitConverter.ToInt32(bytes[16..]);
    }
}
