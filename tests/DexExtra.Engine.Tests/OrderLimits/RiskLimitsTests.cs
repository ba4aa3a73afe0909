using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.OrderLimits;

/// <summary>docs/money.md §5: SetRiskLimits, and whose limit counts.</summary>
[Trait("rule", "R6")]
public sealed class RiskLimitsTests
{
    private static readonly RiskLimits Some = new() { MaxOrderValue = 100 };

    [Fact]
    public void Limits_are_named_by_their_scope()
    {
        var venue = Venue.Open();
        Assert.Equal("limits of market 1 changed", venue.SetLimits(Some)[0]);
        Assert.Equal("limits of Owner alice changed", venue.SetLimits(Some, RiskScope.Owner, Alice)[0]);
        Assert.Equal("limits of Account alice changed", venue.SetLimits(Some, RiskScope.Account, Alice)[0]);
        Assert.Contains("UNKNOWN_MARKET", venue.SetLimits(Some, 99)[0]);
        Assert.Contains("UNKNOWN_ACCOUNT", venue.SetLimits(Some, RiskScope.Owner, Nobody)[0]);
        Assert.Contains("UNKNOWN_ACCOUNT", venue.SetLimits(Some, RiskScope.Account, AliceTwo)[0]);
    }

    [Fact]
    public void Wrong_names_and_values_are_refused()
    {
        var market = new SetRiskLimits { Scope = RiskScope.Market, MarketId = 1 };
        var owner = new SetRiskLimits { Scope = RiskScope.Owner, Account = Alice };
        var account = new SetRiskLimits { Scope = RiskScope.Account, Account = Alice };
        SetRiskLimits[] wrong =
        [
            market with { Scope = 0 },
            market with { Scope = (RiskScope)4 },
            market with { Account = Alice },
            market with { Account = new AccountId(default, 1) },
            owner with { MarketId = 1 },
            owner with { Account = AliceTwo },
            account with { MarketId = 1 },
            account with { Limits = new RiskLimits { MaxPositionLots = 1 } },
            account with { Limits = new RiskLimits { MaxOpenInterestLots = 1 } },
            account with { Limits = new RiskLimits { FatFingerFactor = 1 } },
            market with { Limits = new RiskLimits { MaxOrderValue = -1 } },
            market with { Limits = new RiskLimits { ConfirmValue = -1 } },
            market with { Limits = new RiskLimits { MaxDailyLoss = -1 } },
            market with { Limits = new RiskLimits { MaxPositionLots = -1 } },
            market with { Limits = new RiskLimits { MaxOpenInterestLots = -1 } },
        ];
        var venue = Venue.Open();
        Assert.All(wrong, request => Assert.Contains(
            "rejected INVALID_PARAMETERS", venue.Apply(CommandType.SetRiskLimits, request)[0]));
    }

    /// <summary>Value 400 at 10 × 40. The account's limit counts, else the owner's, else the market's.</summary>
    [Fact]
    public void The_nearest_limit_counts()
    {
        var venue = Venue.Open();
        venue.SetLimits(new RiskLimits { MaxOrderValue = 399 });
        Assert.Equal("ORDER_VALUE_TOO_LARGE", MarginVenue.Answer(venue.Buy(Alice, 10, 40)));
        venue.SetLimits(new RiskLimits { MaxOrderValue = 400 }, RiskScope.Owner, Alice);
        Assert.Equal("ACCEPTED", MarginVenue.Answer(venue.Buy(Alice, 10, 40)));
        venue.SetLimits(new RiskLimits { MaxOrderValue = 390 }, RiskScope.Account, Alice);
        Assert.Equal("ORDER_VALUE_TOO_LARGE", MarginVenue.Answer(venue.Buy(Alice, 10, 40)));
        venue.SetLimits(default, RiskScope.Account, Alice);
        Assert.Equal("ACCEPTED", MarginVenue.Answer(venue.Buy(Alice, 10, 40)));
        Assert.Equal("ORDER_VALUE_TOO_LARGE", MarginVenue.Answer(venue.Buy(Bob, 10, 40)));
    }

    [Fact]
    public void Of_position_limits_the_tighter_counts()
    {
        var venue = Venue.Open();
        venue.SetLimits(new RiskLimits { MaxPositionLots = 5 });
        venue.SetLimits(new RiskLimits { MaxPositionLots = 6 }, RiskScope.Owner, Alice);
        Assert.Equal("POSITION_LIMIT", MarginVenue.Answer(venue.Buy(Alice, 6, 40)));
        venue.SetLimits(new RiskLimits { MaxPositionLots = 4 }, RiskScope.Owner, Alice);
        Assert.Equal("POSITION_LIMIT", MarginVenue.Answer(venue.Buy(Alice, 5, 40)));
        Assert.Equal("ACCEPTED", MarginVenue.Answer(venue.Buy(Alice, 4, 40)));
        Assert.Equal("ACCEPTED", MarginVenue.Answer(venue.Buy(Bob, 5, 40)));
    }

    /// <summary>What two engines differ in must show in their hashes.</summary>
    [Fact]
    public void The_state_hash_knows_every_limit_and_what_it_is_compared_with()
    {
        Action<Venue>[] changes =
        [
            venue => venue.Engine.State.RiskLimits.SetAccount(0, in Some),
            venue => venue.Engine.State.RiskLimits.SetOwner(0, in Some),
            venue => venue.Engine.State.RiskLimits.SetMarket(venue.Plain(), in Some),
            venue => venue.Plain().OrderSizes.Mean++,
            venue => venue.Plain().OrderSizes.Seen++,
            venue => venue.Engine.State.DailyResults.Add(0, venue.Engine.State.Today, 1),
            venue => venue.Engine.State.VenueState.HaltTrading = true,
            venue => venue.Engine.State.VenueState.FreezeWithdrawals = true,
            venue => venue.Liquidating(Alice, MarginVenue.Cross),
            venue => venue.Liquidating(Alice, MarginVenue.Isolated),
            venue => venue.Engine.State.Assets[0].Collateral.IsSet = true,
        ];
        var hashes = new HashSet<ulong> { Hash(_ => { }) };
        Assert.All(changes, change => Assert.True(hashes.Add(Hash(change))));
    }

    private static ulong Hash(Action<Venue> change)
    {
        var venue = MarginVenue.Open();
        venue.PositionOf(Alice, MarginVenue.Cross);
        venue.PositionOf(Alice, MarginVenue.Isolated);
        change(venue);
        return venue.Engine.StateHash();
    }
}
