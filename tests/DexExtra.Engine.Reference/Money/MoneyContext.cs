using System.Runtime.InteropServices;
using DexExtra.Engine.Reference.Streams;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>What all parts of one life share: dice, books, fair prices, time and the next numbers.</summary>
internal sealed class MoneyContext(MoneyProfile profile, int seed, SlowLedger ledger)
{
    private readonly byte[] _buffer = new byte[Limits.MaxCommandBytes];
    private readonly Dictionary<uint, long> _fair = [];

    public MoneyProfile Profile { get; } = profile;

    public SlowLedger Ledger { get; } = ledger;

    public StreamContext Orders { get; } = new(profile.Orders, seed);

    public StreamDice Dice => Orders.Dice;

    public StreamWorld World => Orders.World;

    public ulong NowSeconds => Orders.NowSeconds;

    /// <summary>Markets that are not over, in order of creation.</summary>
    public List<SlowMarket> Live { get; } = [];

    /// <summary>Largest number of subaccounts is 7: a few of the last ones are only reached by transfers.</summary>
    public AccountId Account()
    {
        var owner = Dice.OneIn(4) ? 1 + Dice.Below(Math.Min(3, Profile.Owners)) : 1 + Dice.Below(Profile.Owners);
        return Scenarios.ScenarioNames.Account(owner, (uint)Dice.Below(Profile.Subaccounts));
    }

    public ulong Nonce(in AccountId account) => Orders.Nonce(StreamContext.OwnerOf(in account));

    public SlowWallet? AnyWallet() => Ledger.WalletList.Count == 0 ? null : Dice.Pick(Ledger.WalletList);

    /// <summary>A market that lives, mostly one that trades.</summary>
    public SlowMarket? Market()
    {
        if (Live.Count == 0)
        {
            return null;
        }

        var market = Dice.Pick(Live);
        for (var attempt = 0; attempt < 6 && market.State != MarketState.Continuous; attempt++)
        {
            market = Dice.Pick(Live);
        }

        return market;
    }

    /// <summary>Markets that trade or will.</summary>
    public int Trading()
    {
        var count = 0;
        foreach (var market in Live)
        {
            count += market.EndedNs == 0 ? 1 : 0;
        }

        return count;
    }

    /// <summary>Where the market's prices are drawn to: it walks, and now and then it leaps.</summary>
    public long Fair(SlowMarket market)
    {
        ref var fair = ref CollectionsMarshal.GetValueRefOrAddDefault(_fair, market.Terms.MarketId, out var isKnown);
        var range = market.Terms.CapTicks - market.Terms.FloorTicks;
        if (!isKnown)
        {
            fair = market.Terms.FloorTicks + (range * Dice.Between(2, 8) / 10);
        }

        fair += Dice.OneIn(8) ? Dice.Between(-1, 1) * Math.Max(1, range / 1_000) : 0;
        if (Dice.OneIn(Profile.GapEvery))
        {
            fair += Dice.Between(-range, range) * Profile.GapPercent / 100;
        }

        fair = Math.Clamp(fair, market.Terms.FloorTicks + 5, market.Terms.CapTicks - 5);
        return fair;
    }

    public byte[] Write<TBody>(CommandType type, TBody body)
        where TBody : unmanaged =>
        _buffer[..CommandCodec.Write(_buffer, type, in body, 0, 0)];

    public byte[] Tick()
    {
        var header = new CommandHeader
        {
            Length = CommandHeader.SizeBytes,
            Type = CommandType.Tick,
            Version = CommandHeader.CurrentVersion,
        };
        MemoryMarshal.Write(_buffer, in header);
        return _buffer[..CommandHeader.SizeBytes];
    }
}
