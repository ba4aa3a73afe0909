using DexExtra.Engine.Fees;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Fees;

[Trait("rule", "F4")]
public sealed class FeeTierTests
{
    private const long DayNs = 86_400 * Limits.NsPerSecond;
    private const long Unit = FixedPoint.One;

    /// <summary>Tick value of one whole unit: a lot is a volume of 100.</summary>
    private static readonly CreateMarket Whole = MoneyMarkets.Terms with
    {
        Multiplier = Unit,
        TakerFeePerLot = 1_001,
        MakerFeePerLot = 501,
    };

    private static readonly FeeTier First = new()
    {
        MinVolume = 1_000 * Unit, TakerDiscountBp = 1_000, MakerDiscountBp = 2_000,
    };

    private static readonly FeeTier Second = new()
    {
        MinVolume = 2_000 * Unit, TakerDiscountBp = 5_000, MakerDiscountBp = 10_000,
    };

    [Fact]
    public void Yesterdays_volume_gives_todays_tier_and_discounts_are_rounded_down()
    {
        var venue = Open();
        Assert.Single(venue.Trade(Alice, Bob, 10, 50));
        Assert.Single(venue.Trade(Alice, Carol, 9, 50));

        venue.NowNs += DayNs;
        var lines = venue.Trade(Alice, Bob, 1, 50);
        Assert.Equal("alice in tier 1 by 190000000000", lines[0]);
        Assert.Equal("bob in tier 1 by 100000000000", lines[1]);
        Assert.Contains("fee 901 ", lines[2], StringComparison.Ordinal);
        Assert.Contains("fee 401 ", lines[2], StringComparison.Ordinal);
        Assert.Single(venue.Trade(Alice, Carol, 1, 50));
    }

    [Fact]
    public void Volume_counts_for_thirty_days_after_its_own()
    {
        var venue = Open();
        venue.Trade(Alice, Bob, 10, 50);
        venue.NowNs += 30 * DayNs;
        Assert.Equal("alice in tier 1 by 100000000000", venue.Trade(Alice, Carol, 1, 50)[0]);
        venue.NowNs += DayNs;
        Assert.Equal("alice in tier 0 by 10000000000", venue.Trade(Alice, Carol, 1, 50)[0]);
        venue.NowNs += 400 * DayNs;
        Assert.Equal(0, FeesAfterTrade(venue));
    }

    [Fact]
    public void Each_day_of_the_ring_is_exact_against_a_plain_sum()
    {
        var venue = Open();
        var random = new Random(7);
        var volumes = new List<(long Day, long Volume)>();
        for (var step = 0; step < 200; step++)
        {
            venue.NowNs += random.Next(0, 4) * DayNs;
            var today = venue.NowNs / DayNs;
            var lots = random.Next(1, 5);
            venue.Trade(Alice, Bob, lots, 50);
            venue.Trade(Bob, Alice, lots, 50);
            volumes.Add((today, 200 * lots));
            var expected = volumes.Where(v => v.Day < today && v.Day >= today - 30).Sum(v => v.Volume);
            Assert.Equal(expected, VolumeOf(venue));
            Assert.Equal(
                expected >= 2_000 ? 2u : expected >= 1_000 ? 1u : 0u, venue.Engine.State.Fees[OwnerOfAlice(venue)].Tier);
        }
    }

    [Fact]
    public void A_new_schedule_holds_from_the_next_trade_on()
    {
        var venue = Open();
        venue.Trade(Alice, Bob, 20, 50);
        venue.NowNs += DayNs;
        Assert.Equal("alice in tier 2 by 200000000000", venue.Trade(Alice, Bob, 1, 50)[0]);
        Assert.Equal(["1 fee tiers"], venue.Tiers(First));
        Assert.Equal("alice in tier 1 by 200000000000", venue.Trade(Alice, Bob, 1, 50)[0]);
        Assert.Equal(["0 fee tiers"], venue.Tiers());
        Assert.Equal("alice in tier 0 by 200000000000", venue.Trade(Alice, Bob, 1, 50)[0]);
    }

    [Fact]
    public void Subaccounts_of_an_owner_share_one_volume()
    {
        var venue = Open();
        venue.Deposit(AliceTwo, 1_000_000 * Unit);
        venue.Trade(Alice, Bob, 5, 50);
        venue.Trade(AliceTwo, Carol, 5, 50);
        venue.NowNs += DayNs;
        Assert.Equal("alice in tier 1 by 100000000000", venue.Trade(AliceTwo, Carol, 1, 50)[0]);
    }

    [Fact]
    [Trait("rule", "F11")]
    public void A_busted_trade_is_taken_out_of_its_day()
    {
        var venue = Open();
        venue.Trade(Alice, Bob, 10, 50);
        var matchedNs = venue.NowNs;
        venue.NowNs += DayNs;
        venue.Trade(Alice, Bob, 1, 50);
        Assert.Equal(1_000, VolumeOf(venue));
        var owners = venue.Engine.State.Accounts;
        Assert.True(owners.TryFind(Bob, out var bob));
        new TradeFees(venue.Engine.State).TakeBack(
            venue.Money(), 9, matchedNs, OwnerOfAlice(venue), owners[bob].Owner);
        Assert.Equal(100, VolumeOf(venue));
        Assert.Equal(100, venue.Engine.State.Fees.VolumeBefore(owners[bob].Owner));
    }

    [Fact]
    public void A_schedule_rises_and_takes_no_more_than_the_fee()
    {
        var venue = Open();
        string[] refused = ["SetFeeSchedule 2 rejected INVALID_PARAMETERS"];
        Assert.Equal(refused, venue.Tiers(Second, First));
        Assert.Equal(refused, venue.Tiers(First, First));
        Assert.Equal(refused, venue.Tiers(First, Second with { TakerDiscountBp = 10_001 }));
        Assert.Equal(refused, venue.Tiers(First, Second with { MakerDiscountBp = 10_001 }));
        Assert.Equal(
            ["SetFeeSchedule 1 rejected INVALID_PARAMETERS"], venue.Tiers(First with { MinVolume = -1 }));
        Assert.Equal(
            ["SetFeeSchedule 9 rejected INVALID_PARAMETERS"],
            venue.Apply(CommandType.SetFeeSchedule, new SetFeeSchedule { Count = 9 }));
        var unused = new SetFeeSchedule();
        unused.Tiers[3] = First;
        Assert.Equal(
            ["SetFeeSchedule 0 rejected INVALID_PARAMETERS"], venue.Apply(CommandType.SetFeeSchedule, unused));
    }

    [Fact]
    public void Volumes_and_tiers_are_part_of_the_state_hash()
    {
        var (one, other) = (Open(), Open());
        one.Trade(Alice, Bob, 1, 50);
        other.Trade(Alice, Bob, 1, 50);
        Assert.Equal(one.Engine.StateHash(), other.Engine.StateHash());
        other.Engine.State.Fees.Count(OwnerOfAlice(other), 1);
        Assert.NotEqual(one.Engine.StateHash(), other.Engine.StateHash());
    }

    private static Venue Open()
    {
        var venue = MoneyMarkets.Open(Whole);
        foreach (var account in new[] { Alice, Bob, Carol })
        {
            venue.Deposit(account, 1_000_000 * (Int128)Unit);
        }

        Assert.Equal(["2 fee tiers"], venue.Tiers(First, Second));
        return venue;
    }

    private static int OwnerOfAlice(Venue venue)
    {
        Assert.True(venue.Engine.State.Accounts.TryFind(Alice, out var slot));
        return venue.Engine.State.Accounts[slot].Owner;
    }

    private static Int128 VolumeOf(Venue venue) => venue.Engine.State.Fees.VolumeBefore(OwnerOfAlice(venue));

    private static Int128 FeesAfterTrade(Venue venue)
    {
        venue.Trade(Alice, Carol, 1, 50);
        return VolumeOf(venue);
    }
}
