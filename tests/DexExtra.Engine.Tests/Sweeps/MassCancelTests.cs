using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Sweeps;

public sealed class MassCancelTests
{
    [Fact]
    [Trait("rule", "C6")]
    public void Orders_go_by_position_side_and_entry()
    {
        var venue = Venue.Open();
        venue.Sell(Alice, 1, 60);
        venue.Buy(Alice, 1, 40);
        venue.Buy(Alice, 1, 41);
        venue.Buy(Bob, 1, 42);

        Assert.Equal(
            [
                "alice.5 CANCELLED 8 MASS_CANCEL 1 after 0, released 42, has 9915+85",
                "alice.6 CANCELLED 9 MASS_CANCEL 1 after 0, released 43, has 9958+42",
                "alice.7 CANCELLED 7 MASS_CANCEL 1 after 0, released 42, has 10000+0",
                "alice.8 mass cancelled 3 in 11-11",
                "level 1 #5 Buy 40: 0 in 0",
                "level 1 #6 Buy 41: 0 in 0",
                "level 1 #7 Sell 60: 0 in 0",
            ],
            venue.MassCancel(Alice));
        Assert.Equal(1, venue.Engine.View.OpenOrders);
    }

    [Fact]
    [Trait("rule", "C6")]
    public void One_account_or_all_of_the_owner()
    {
        var venue = Venue.Open();
        venue.Deposit(AliceTwo, 1_000);
        venue.Buy(AliceTwo, 1, 40);
        venue.Buy(Alice, 1, 41);

        Assert.Contains("mass cancelled 1", venue.MassCancel(AliceTwo)[1], StringComparison.Ordinal);
        venue.Buy(AliceTwo, 1, 40);
        var events = venue.MassCancel(AliceTwo, MassCancelFilters.AllSubaccounts);
        Assert.StartsWith("alice.3 CANCELLED 9", events[0], StringComparison.Ordinal);
        Assert.StartsWith("alice/2.6 CANCELLED 11", events[1], StringComparison.Ordinal);
        Assert.StartsWith("alice/2.7 mass cancelled 2", events[2], StringComparison.Ordinal);
    }

    public static TheoryData<MassCancelFilters, int[]> Filters => new()
    {
        { MassCancelFilters.None, [7, 8, 9, 10, 11] },
        { MassCancelFilters.Market, [11] },
        { MassCancelFilters.Side, [9, 10] },
        { MassCancelFilters.Session, [7] },
        { MassCancelFilters.Tag, [8] },
        { MassCancelFilters.PriceRange, [7, 9] },
        { MassCancelFilters.ExceptResting, [10] },
        { MassCancelFilters.ExceptStops, [7, 8, 9, 11] },
        { MassCancelFilters.ExceptStops | MassCancelFilters.Side, [9] },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    [Trait("rule", "C6")]
    public void Each_filter_leaves_out_what_it_says(MassCancelFilters filters, int[] expected)
    {
        var venue = Venue.Open();
        var order = venue.Leg(new OrderTicket(Alice, Side.Buy, 1, 40));
        order.SessionId = 5;
        venue.Apply(CommandType.NewOrder, order);
        order = venue.Leg(new OrderTicket(Alice, Side.Buy, 1, 30));
        order.Tag = 6;
        venue.Apply(CommandType.NewOrder, order);
        venue.Sell(Alice, 1, 60);
        venue.Apply(CommandType.NewOrder, venue.Stop(
            new OrderTicket(Alice, Side.Sell, 1, 20) { Type = OrderType.StopLimit }, 25));
        venue.Send(new OrderTicket(Alice, Side.Buy, 1, 0) { Terms = TestMarkets.NegativeTerms });
        Assert.Equal([7, 8, 9, 10, 11], OpenIds(venue));

        venue.MassCancel(new MassCancel
        {
            Account = Alice,
            MarketId = TestMarkets.Negative,
            Side = Side.Sell,
            SessionId = 5,
            Tag = 6,
            PriceFrom = 40 * FixedPoint.One,
            PriceTo = 60 * FixedPoint.One,
            Filters = filters,
        });

        Assert.Equal(new[] { 7, 8, 9, 10, 11 }.Except(expected), OpenIds(venue));
    }

    [Fact]
    [Trait("rule", "C6")]
    public void Dormant_children_and_reduce_only_orders_can_be_left_out()
    {
        var venue = Venue.Open();
        venue.SendBracket(ListKind.BracketOco, Alice);

        Assert.Contains(
            "mass cancelled 0",
            venue.MassCancel(Alice, MassCancelFilters.ExceptDormant | MassCancelFilters.ExceptResting)[0],
            StringComparison.Ordinal);
        var events = venue.MassCancel(Alice, MassCancelFilters.ExceptReduceOnly);
        Assert.Contains("mass cancelled 1", events[1], StringComparison.Ordinal);
        Assert.Equal(0, venue.Engine.View.OpenOrders);
    }

    [Fact]
    [Trait("rule", "C6")]
    public void A_lock_acts_at_once_and_until_it_ends()
    {
        var venue = Venue.Open();
        venue.Deposit(AliceTwo, 1_000);
        venue.Buy(Alice, 1, 40);

        var events = venue.MassCancel(Alice, MassCancelFilters.Lock);
        Assert.Equal("alice.3 locked", events[0]);
        Assert.StartsWith("alice.4 CANCELLED 8", events[1], StringComparison.Ordinal);
        Assert.EndsWith("rejected ACCOUNT_LOCKED", venue.Buy(Alice, 1, 40)[0], StringComparison.Ordinal);
        Assert.Contains("accepted", venue.Buy(AliceTwo, 1, 40)[0], StringComparison.Ordinal);
        Assert.Equal(
            ["alice.7 unlocked"], venue.Apply(CommandType.UnlockAccount, new UnlockAccount { Account = Alice }));
        Assert.Contains("accepted", venue.Buy(Alice, 1, 40)[0], StringComparison.Ordinal);

        events = venue.MassCancel(Alice, MassCancelFilters.Lock | MassCancelFilters.AllSubaccounts);
        Assert.Equal("alice.9 locked with all subaccounts", events[0]);
        Assert.EndsWith("rejected ACCOUNT_LOCKED", venue.Buy(AliceTwo, 1, 40)[0], StringComparison.Ordinal);
        venue.Apply(CommandType.UnlockAccount, new UnlockAccount { Account = AliceTwo, AllSubaccounts = 1 });
        Assert.Contains("accepted", venue.Buy(Alice, 1, 40)[0], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "C6")]
    public void Refusals_come_in_order()
    {
        var venue = Venue.Open();
        var request = new MassCancel
        {
            Account = Nobody,
            MarketId = 99,
            Filters = (MassCancelFilters)(1 << 12) | MassCancelFilters.Market,
        };
        Assert.Equal(["nobody.0 cancel of 0 rejected INVALID_FILTER"], venue.MassCancel(request));
        request.Filters = MassCancelFilters.Side | MassCancelFilters.Market;
        Assert.Equal(["nobody.0 cancel of 0 rejected INVALID_FILTER"], venue.MassCancel(request));
        request.Filters = MassCancelFilters.PriceRange;
        request.PriceFrom = 1;
        Assert.Equal(["nobody.0 cancel of 0 rejected INVALID_FILTER"], venue.MassCancel(request));
        request.Filters = MassCancelFilters.Market;
        Assert.Equal(["nobody.0 cancel of 0 rejected UNKNOWN_MARKET"], venue.MassCancel(request));
        request.Filters = MassCancelFilters.None;
        Assert.Equal(["nobody.0 cancel of 0 rejected UNKNOWN_ORDER"], venue.MassCancel(request));
    }

    private static List<int> OpenIds(Venue venue)
    {
        var ids = new List<int>();
        for (var id = 7; id < 20; id++)
        {
            if (venue.Engine.State.Records.TryFind(id, out var record) && venue.Engine.State.Records[record].IsLive)
            {
                ids.Add(id);
            }
        }

        return ids;
    }
}
