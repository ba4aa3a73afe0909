using DexExtra.Engine.OrderLimits;
using DexExtra.Engine.Tests.Auctions;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.OrderLimits;

/// <summary>docs/money.md §5: R6 at gate 6, R7 at the end of gate 5, and the halt of the venue.</summary>
[Trait("rule", "R6")]
public sealed class LimitGatesTests
{
    [Fact]
    public void An_order_may_be_worth_the_limit_and_no_more()
    {
        var venue = Limited(new RiskLimits { MaxOrderValue = 400 });
        Assert.Equal("ACCEPTED", Buy(venue, Alice, 10, 40));
        Assert.Equal("ORDER_VALUE_TOO_LARGE", Buy(venue, Alice, 10, 41));
        Assert.Equal("ACCEPTED", Sell(venue, Alice, 10, 60));
        Assert.Equal("ORDER_VALUE_TOO_LARGE", Sell(venue, Alice, 10, 59));

        // a market order is worth its protection price: the bid of 40, and 5 below
        var market = new OrderTicket(Bob, Side.Sell, 7, 0) { TimeInForce = TimeInForce.ImmediateOrCancel, Type = OrderType.Market };
        Assert.Equal("ORDER_VALUE_TOO_LARGE", MarginVenue.Answer(venue.Send(market)));
        Assert.Equal("ACCEPTED", MarginVenue.Answer(venue.Send(market with { Lots = 6 })));
    }

    [Fact]
    public void Open_orders_are_counted_over_all_markets_and_immediate_ones_are_not()
    {
        var venue = Limited(new RiskLimits { MaxOpenOrders = 2 });
        var other = new OrderTicket(Alice, Side.Buy, 1, 0) { Terms = TestMarkets.NegativeTerms };
        Assert.Equal("ACCEPTED", MarginVenue.Answer(venue.Send(other)));
        Assert.Equal("ACCEPTED", Buy(venue, Alice, 1, 40));
        var last = venue.Sequence;
        Assert.Equal("OPEN_ORDER_LIMIT", Buy(venue, Alice, 1, 40));
        var immediate = new OrderTicket(Alice, Side.Buy, 1, 40) { TimeInForce = TimeInForce.ImmediateOrCancel };
        Assert.Equal("ACCEPTED", MarginVenue.Answer(venue.Send(immediate)));
        Assert.Equal("ACCEPTED", Buy(venue, Bob, 1, 40));
        venue.Cancel(Alice, last);
        Assert.Equal("ACCEPTED", Buy(venue, Alice, 1, 40));

        // filled ones are gone too
        Assert.Equal("ACCEPTED", Sell(venue, Carol, 2, 40));
        Assert.Equal("ACCEPTED", Buy(venue, Alice, 1, 40));
    }

    [Fact]
    public void Stops_have_a_limit_of_their_own()
    {
        var venue = Limited(new RiskLimits { MaxStops = 1 });
        var stop = new OrderTicket(Alice, Side.Sell, 1, 30);
        Assert.Equal("ACCEPTED", MarginVenue.Answer(venue.SendStop(stop, OrderType.StopLimit, 40)));
        Assert.Equal("OPEN_ORDER_LIMIT", MarginVenue.Answer(venue.SendStop(stop, OrderType.StopLimit, 40)));
        Assert.Equal("ACCEPTED", Buy(venue, Alice, 1, 40));
        var pair = new OrderTicket(Bob, Side.Sell, 1, 60);
        var legs = new[] { venue.Leg(pair), venue.Stop(pair with { Type = OrderType.StopLimit, PriceTicks = 30 }, 40) };
        Assert.Contains("accepted", venue.SendList(ListKind.OneCancelsOther, legs)[0]);
        var profit = venue.Stop(pair with { Account = Carol, Type = OrderType.TakeProfitLimit }, 50);
        legs = [profit, venue.Stop(pair with { Account = Carol, Type = OrderType.StopLimit, PriceTicks = 30 }, 40)];
        Assert.EndsWith("OPEN_ORDER_LIMIT", venue.SendList(ListKind.OneCancelsOther, legs)[1], StringComparison.Ordinal);
        venue.SetLimits(new RiskLimits { MaxOpenOrders = 1 }, RiskScope.Account, Carol);
        pair = pair with { Account = Carol };
        legs = [venue.Leg(pair), venue.Stop(pair with { Type = OrderType.StopLimit, PriceTicks = 30 }, 40)];
        var lines = venue.SendList(ListKind.OneCancelsOther, legs);
        Assert.Equal(["carol.4 rejected LIST_REJECTED", "carol.5 rejected OPEN_ORDER_LIMIT"], lines);
    }

    /// <summary>Two subaccounts: 3 long and 4 bid by one leave 3 for the other.</summary>
    [Fact]
    public void A_position_limit_is_over_all_accounts_of_the_owner()
    {
        var venue = Limited(new RiskLimits { MaxPositionLots = 10 });
        venue.Deposit(AliceTwo, 10_000);
        Sell(venue, Bob, 3, 40);
        Assert.Equal("ACCEPTED", Buy(venue, Alice, 7, 40));
        Assert.Equal("POSITION_LIMIT", Buy(venue, AliceTwo, 4, 30));
        Assert.Equal("ACCEPTED", Buy(venue, AliceTwo, 3, 30));
        Assert.Equal("POSITION_LIMIT", Buy(venue, Alice, 1, 30));

        // 3 long: 13 may be sold, by the other one 13 too, since only its own lots make an order reduce
        Assert.Equal("POSITION_LIMIT", Sell(venue, AliceTwo, 14, 90));
        Assert.Equal("ACCEPTED", Sell(venue, AliceTwo, 13, 90));
        Assert.Equal("POSITION_LIMIT", Sell(venue, AliceTwo, 1, 90));
        Assert.Equal("ACCEPTED", Sell(venue, Alice, 3, 90));
        Assert.Equal("POSITION_LIMIT", Sell(venue, Alice, 1, 90));
    }

    /// <summary>Positions that were there before the first limit count.</summary>
    [Fact]
    public void What_only_reduces_passes_however_large_the_position()
    {
        var venue = Venue.Open();
        Sell(venue, Bob, 20, 40);
        Buy(venue, Alice, 20, 40);
        venue.SetLimits(new RiskLimits { MaxPositionLots = 5, MaxOpenInterestLots = 5 });
        Assert.Equal("POSITION_LIMIT", Buy(venue, Alice, 1, 30));
        Assert.Equal("ACCEPTED", Sell(venue, Alice, 19, 60));
        Assert.Equal("POSITION_LIMIT", Sell(venue, Alice, 2, 60));
        Assert.Equal("ACCEPTED", Sell(venue, Alice, 1, 60));
        Assert.Equal("POSITION_LIMIT", Sell(venue, Alice, 1, 60));
        var reduce = new OrderTicket(Alice, Side.Sell, 20, 70) { Flags = OrderFlags.ReduceOnly };
        Assert.Equal("ACCEPTED", MarginVenue.Answer(venue.Send(reduce)));
    }

    [Fact]
    public void Open_interest_and_what_the_order_could_open_stay_within_the_limit()
    {
        var venue = Limited(new RiskLimits { MaxOpenInterestLots = 10 });
        Sell(venue, Bob, 6, 40);
        Buy(venue, Alice, 6, 40);
        Assert.Equal("OPEN_INTEREST_LIMIT", Buy(venue, Carol, 5, 40));
        Assert.Equal("ACCEPTED", Buy(venue, Carol, 4, 30));
        Assert.Equal("OPEN_INTEREST_LIMIT", Sell(venue, Alice, 11, 60));
        Assert.Equal("ACCEPTED", Sell(venue, Alice, 10, 60));
    }

    /// <summary>Bob sells 10 at 40 and buys them back at 45: 50 lost, 30 fees (one of 1, one of 2 a lot).</summary>
    [Fact]
    public void A_loss_of_the_day_stops_new_risk_until_the_next_day()
    {
        var venue = Limited(new RiskLimits { MaxDailyLoss = 80 });
        venue.NowNs += (86_400 - (Venue.StartNs / Limits.NsPerSecond % 86_400) - 1) * Limits.NsPerSecond;
        Sell(venue, Bob, 10, 40);
        Buy(venue, Alice, 10, 40);
        Sell(venue, Alice, 10, 45);
        Assert.Equal("ACCEPTED", Buy(venue, Bob, 9, 45));
        Assert.Equal("ACCEPTED", Buy(venue, Bob, 2, 20));
        venue.Cancel(Bob, venue.Sequence);
        Assert.Equal("ACCEPTED", Buy(venue, Bob, 1, 45));
        Assert.Equal("DAILY_LOSS_LIMIT", Buy(venue, Bob, 1, 20));
        Assert.Equal("ACCEPTED", Buy(venue, Alice, 1, 20));
        venue.NowNs += Limits.NsPerSecond;
        Assert.Equal("ACCEPTED", Buy(venue, Bob, 1, 20));
    }

    [Fact]
    public void A_loss_of_the_day_still_lets_a_position_be_closed()
    {
        var venue = Limited(new RiskLimits { MaxDailyLoss = 1 });
        Sell(venue, Bob, 10, 40);
        Buy(venue, Alice, 10, 40);
        Assert.Equal("DAILY_LOSS_LIMIT", Buy(venue, Alice, 1, 20));
        Assert.Equal("DAILY_LOSS_LIMIT", Sell(venue, Alice, 11, 70));
        Assert.Equal("ACCEPTED", Sell(venue, Alice, 10, 70));
    }

    /// <summary>Each limit at once: the first in the order of the page answers.</summary>
    [Fact]
    public void The_first_limit_that_fails_answers()
    {
        var venue = Venue.Open();
        Sell(venue, Bob, 1, 40);
        Buy(venue, Alice, 1, 40);
        Buy(venue, Alice, 1, 10);
        var all = new RiskLimits
        {
            MaxOrderValue = 1,
            ConfirmValue = 1,
            MaxDailyLoss = 1,
            MaxPositionLots = 1,
            MaxOpenInterestLots = 1,
            MaxOpenOrders = 1,
        };
        (string Reason, RiskLimits Limits)[] steps =
        [
            ("CONFIRM_LARGE_REQUIRED", all),
            ("ORDER_VALUE_TOO_LARGE", all = all with { ConfirmValue = 0 }),
            ("OPEN_ORDER_LIMIT", all = all with { MaxOrderValue = 0 }),
            ("POSITION_LIMIT", all = all with { MaxOpenOrders = 0 }),
            ("OPEN_INTEREST_LIMIT", all = all with { MaxPositionLots = 0 }),
            ("DAILY_LOSS_LIMIT", all = all with { MaxOpenInterestLots = 0 }),
            ("INSUFFICIENT_FUNDS", all with { MaxDailyLoss = 0 }),
        ];
        foreach (var (reason, limits) in steps)
        {
            venue.SetLimits(limits);
            Assert.Equal(reason, Buy(venue, Alice, 1_000, 30));
        }
    }

    [Fact]
    [Trait("rule", "R7")]
    public void A_large_order_is_confirmed_by_its_flag()
    {
        var venue = Limited(new RiskLimits { ConfirmValue = 400 });
        Assert.Equal("ACCEPTED", Buy(venue, Alice, 10, 40));
        Assert.Equal("CONFIRM_LARGE_REQUIRED", Buy(venue, Alice, 10, 41));
        var confirmed = new OrderTicket(Alice, Side.Buy, 10, 41) { Flags = OrderFlags.ConfirmLarge };
        Assert.Equal("ACCEPTED", MarginVenue.Answer(venue.Send(confirmed)));
    }

    /// <summary>64 orders of 3 lots: 7 are more than twice the mean.</summary>
    [Fact]
    [Trait("rule", "R7")]
    public void A_quantity_far_above_the_mean_is_confirmed_by_its_flag()
    {
        var venue = Limited(new RiskLimits { FatFingerFactor = 2 });
        for (var order = 0; order < 63; order++)
        {
            Assert.Equal("ACCEPTED", Buy(venue, Alice, 3, 10));
        }

        Assert.Equal("ORDER_VALUE_TOO_LARGE", WithValueLimit(venue, 7));
        Assert.Equal("ACCEPTED", Buy(venue, Alice, 3, 10));
        Assert.Equal("CONFIRM_LARGE_REQUIRED", Buy(venue, Alice, 7, 10));
        Assert.Equal("ACCEPTED", Buy(venue, Alice, 6, 10));

        // the mean is above 3 now and counts as 4
        Assert.Equal("ACCEPTED", Buy(venue, Alice, 8, 10));
        var confirmed = new OrderTicket(Alice, Side.Buy, 100, 10) { Flags = OrderFlags.ConfirmLarge };
        Assert.Equal("ACCEPTED", MarginVenue.Answer(venue.Send(confirmed)));
    }

    [Fact]
    [Trait("rule", "R7")]
    public void The_mean_moves_by_a_64th_and_reaches_a_constant()
    {
        var sizes = new OrderSizes();
        sizes.Add(64);
        Assert.Equal((64, false), (sizes.InLots, sizes.IsKnown));
        sizes.Add(128);
        Assert.Equal(65, sizes.InLots);
        for (var order = 0; order < 1_000; order++)
        {
            sizes.Add(10);
        }

        Assert.Equal((10, true), (sizes.InLots, sizes.IsKnown));
        sizes.Add(1L << 40);
        Assert.InRange(sizes.InLots, (1L << 34) + 9, (1L << 34) + 10);
    }

    [Fact]
    [Trait("rule", "C4")]
    public void Amends_that_ask_for_more_pass_the_same_limits()
    {
        var venue = Venue.Open();
        Buy(venue, Alice, 10, 40);
        var order = venue.Sequence;
        venue.Amend(Alice, order, 5, 30);
        (string Reason, RiskLimits Limits)[] limits =
        [
            ("CONFIRM_LARGE_REQUIRED", new RiskLimits { ConfirmValue = 179 }),
            ("ORDER_VALUE_TOO_LARGE", new RiskLimits { MaxOrderValue = 179 }),
            ("POSITION_LIMIT", new RiskLimits { MaxPositionLots = 5 }),
            ("OPEN_INTEREST_LIMIT", new RiskLimits { MaxOpenInterestLots = 1 }),
        ];
        foreach (var (reason, limit) in limits)
        {
            venue.SetLimits(limit with { MaxOpenOrders = 1 });
            Assert.Equal($"amend of {order} rejected {reason}", venue.Amend(Alice, order, 6)[0].Split(' ', 2)[1]);
        }

        Assert.Contains("amended", venue.Amend(Alice, order, 1)[0]);
        venue.SetLimits(new RiskLimits { MaxOrderValue = 180, MaxPositionLots = 6 });
        Assert.Contains("amended", venue.Amend(Alice, order, 6)[0]);
    }

    [Fact]
    [Trait("rule", "C4")]
    public void Replacements_that_ask_for_more_pass_them_too()
    {
        var venue = Limited(new RiskLimits { MaxPositionLots = 10, ConfirmValue = 320 });
        var ticket = venue.Number(new OrderTicket(Alice, Side.Buy, 5, 30));
        venue.Apply(CommandType.NewOrder, ticket.ToCommand());
        var order = venue.Sequence;
        var next = ticket with { Hash = 999, ClientOrderId = 999 };
        Assert.Contains("POSITION_LIMIT", venue.Replace(next with { Lots = 11, PriceTicks = 20 }, order)[0]);
        Assert.Contains("CONFIRM_LARGE_REQUIRED", venue.Replace(next with { Lots = 9, PriceTicks = 40 }, order)[0]);
        Assert.Contains("replaced", venue.Replace(next with { Lots = 10 }, order)[0]);
    }

    [Fact]
    [Trait("rule", "C6")]
    public void While_the_venue_is_halted_only_cancels_work()
    {
        var venue = Venue.Open();
        Buy(venue, Alice, 10, 40);
        var order = venue.Sequence;
        venue.Engine.State.VenueState.HaltTrading = true;
        Assert.Equal("VENUE_HALTED", Buy(venue, Alice, 1, 40));
        Assert.Contains("VENUE_HALTED", venue.Amend(Alice, order, 5)[0]);
        Assert.Contains("VENUE_HALTED", venue.Replace(new OrderTicket(Alice, Side.Buy, 5, 40), order)[0]);
        venue.SetState(MarketState.Halted);
        Assert.Equal("VENUE_HALTED", Buy(venue, Alice, 1, 40));
        venue.SetState(MarketState.Continuous);
        Assert.Contains("cancelled", venue.Cancel(Alice, order)[0], StringComparison.OrdinalIgnoreCase);
        venue.Engine.State.VenueState.HaltTrading = false;
        Assert.Equal("ACCEPTED", Buy(venue, Alice, 1, 40));
    }

    private static Venue Limited(RiskLimits limits)
    {
        var venue = Venue.Open();
        Assert.Equal("limits of market 1 changed", venue.SetLimits(limits)[0]);
        return venue;
    }

    /// <summary>Shows that the fat finger test let an order through, by a limit behind it.</summary>
    private static string WithValueLimit(Venue venue, long lots)
    {
        venue.SetLimits(new RiskLimits { MaxOrderValue = 1 }, RiskScope.Account, Alice);
        var answer = Buy(venue, Alice, lots, 10);
        venue.SetLimits(default, RiskScope.Account, Alice);
        return answer;
    }

    private static string Buy(Venue venue, AccountId account, long lots, long ticks) =>
        MarginVenue.Answer(venue.Buy(account, lots, ticks));

    private static string Sell(Venue venue, AccountId account, long lots, long ticks) =>
        MarginVenue.Answer(venue.Sell(account, lots, ticks));
}
