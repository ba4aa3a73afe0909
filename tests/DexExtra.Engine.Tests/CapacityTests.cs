using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests;

/// <summary>ENG-09: every capacity to its last slot, and the engine lives on.</summary>
[Trait("rule", "ENG-09")]
public sealed class CapacityTests
{
    [Fact]
    public void Open_orders_end_at_their_limit_and_a_cancel_makes_room()
    {
        var venue = Venue.Open(Venue.SmallOptions with { MaxOpenOrders = 2 });
        venue.Buy(Alice, 1, 40);
        venue.Buy(Alice, 1, 41);

        Assert.Equal(["alice.4 rejected LIMIT_REACHED"], venue.Buy(Alice, 1, 42));

        // what cannot rest needs no room
        var immediate = new OrderTicket(Alice, Side.Buy, 1, 42) { TimeInForce = TimeInForce.ImmediateOrCancel };
        Assert.Equal(2, venue.Send(immediate).Length);
        venue.Cancel(Alice, 7);
        Assert.Equal(2, venue.Buy(Alice, 1, 42).Length);
    }

    [Fact]
    public void Ladder_nodes_end_at_their_limit_but_known_prices_stay_open()
    {
        // 101 prices need a root and one of two bottom nodes per side
        var venue = Venue.Open(Venue.SmallOptions with { MaxLadderNodes = 2 });
        venue.Buy(Alice, 1, 40);

        Assert.Equal(["alice.3 rejected LIMIT_REACHED"], venue.Buy(Alice, 1, 64));
        Assert.Equal(["bob.2 rejected LIMIT_REACHED"], venue.Sell(Bob, 1, 50));
        Assert.Equal(2, venue.Buy(Alice, 1, 41).Length);
    }

    [Fact]
    public void Accounts_balances_and_positions_end_at_their_limits()
    {
        var accounts = Venue.Open(Venue.SmallOptions with { MaxAccounts = 3 });
        Assert.Equal(["Deposit 4 rejected LIMIT_REACHED"], accounts.Deposit(Nobody, 1));
        var balances = Venue.Open(Venue.SmallOptions with { MaxBalances = 3 });
        Assert.Equal(["Deposit 4 rejected LIMIT_REACHED"], balances.Deposit(Nobody, 1));

        var positions = Venue.Open(Venue.SmallOptions with { MaxPositions = 2 });
        positions.Buy(Alice, 1, 40);
        positions.Buy(Bob, 1, 40);
        Assert.Equal(["carol.2 rejected LIMIT_REACHED"], positions.Buy(Carol, 1, 40));
        Assert.Equal(2, positions.Buy(Bob, 1, 40).Length);
    }

    [Fact]
    public void An_order_in_an_asset_the_account_never_had_needs_a_free_balance()
    {
        var venue = Venue.Open(Venue.SmallOptions with { MaxBalances = 3 });
        var free = TestMarkets.NegativeTerms with { MarketId = 3, AssetId = 2 };
        venue.Apply(CommandType.ListAsset, TestMarkets.Asset with { AssetId = 2, Token = Of(78).Owner });
        venue.Apply(CommandType.CreateMarket, free);

        // a buy at the floor costs nothing, so only the capacity stands in its way
        var ticket = new OrderTicket(Alice, Side.Buy, 1, -50) { Terms = free };
        Assert.Equal(["alice.2 rejected LIMIT_REACHED"], venue.Send(ticket));
        var roomy = Venue.Open();
        roomy.Apply(CommandType.ListAsset, TestMarkets.Asset with { AssetId = 2, Token = Of(78).Owner });
        roomy.Apply(CommandType.CreateMarket, free);
        Assert.Equal(["alice.2 accepted 9, hold 0, has 0+0", "level 3 #1 Buy -50: 1 in 1"], roomy.Send(ticket));
    }

    [Fact]
    public void Assets_and_markets_end_at_their_limits()
    {
        var venue = Venue.Open(Venue.SmallOptions with { MaxAssets = 1, MaxMarkets = 2 });

        Assert.Equal(
            ["ListAsset 2 rejected LIMIT_REACHED"],
            venue.Apply(CommandType.ListAsset, TestMarkets.Asset with { AssetId = 2, Token = Of(78).Owner }));
        Assert.Equal(
            ["CreateMarket 3 rejected LIMIT_REACHED"],
            venue.Apply(CommandType.CreateMarket, TestMarkets.PlainTerms with { MarketId = 3 }));
    }

    [Fact]
    [Trait("rule", "R6")]
    public void Position_and_open_orders_of_one_side_stay_within_the_position_limit()
    {
        var venue = Venue.Open();
        var terms = TestMarkets.NegativeTerms with { MarketId = 3, MaxOrderLots = 1L << 40 };
        venue.Apply(CommandType.CreateMarket, terms);
        var buy = new OrderTicket(Alice, Side.Buy, 1L << 40, -50) { Terms = terms };

        Assert.Equal(2, venue.Send(buy).Length);
        Assert.Equal(["alice.3 rejected LIMIT_REACHED"], venue.Send(buy with { Lots = 1 }));
        Assert.Equal(2, venue.Send(buy with { Account = Bob }).Length);
        Assert.Equal(
            ["carol.2 rejected INSUFFICIENT_FUNDS"],
            venue.Send(buy with { Account = Carol, Side = Side.Sell }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void Options_outside_their_range_are_refused_by_name(int value)
    {
        EngineOptions[] wrong =
        [
            Venue.SmallOptions with { MaxAccounts = value },
            Venue.SmallOptions with { MaxAssets = value },
            Venue.SmallOptions with { MaxMarkets = value },
            Venue.SmallOptions with { MaxBalances = value },
            Venue.SmallOptions with { MaxPositions = value },
            Venue.SmallOptions with { MaxOpenOrders = value },
            Venue.SmallOptions with { MaxLadderNodes = value },
            Venue.SmallOptions with { MaxClientOrderIds = value },
            Venue.SmallOptions with { MaxUnsettledMatches = value },
            Venue.SmallOptions with { MaxChains = value },
            Venue.SmallOptions with { MaxWithdrawals = value },
            Venue.SmallOptions with { MaxExpiriesPerCommand = value },
            Venue.SmallOptions with { MaxAllottedPerCommand = value },
        ];

        Assert.All(wrong, options => Assert.Throws<ArgumentException>(options.Validate));
        new EngineOptions().Validate();
    }
}
