using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.SessionKeys;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.SessionKeys;

/// <summary>What a session key may, request by request.</summary>
[Trait("rule", "SIG-10")]
public sealed class SessionKeyGateTests
{
    private static readonly OrderTicket Buys = new(Alice, Side.Buy, 1, 40);

    [Fact]
    public void A_key_trades_for_its_owner_and_meets_his_orders_as_his_own()
    {
        var venue = Open();
        Assert.Equal(
            ["alice.2 accepted 8, hold 42, has 9958+42", "level 1 #1 Buy 40: 1 in 1"], venue.SendBy(1, Buys));
        var events = venue.SendBy(1, Buys with { Account = AliceTwo, Side = Side.Sell });
        Assert.Equal("alice/2.1 rejected UNKNOWN_ACCOUNT", events[0].Replace(".0", ".1", StringComparison.Ordinal));
        events = venue.Sell(Alice, 1, 40);
        Assert.Contains(events, line => line.Contains("SELF_TRADE", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(9U, "SESSION_KEY_UNKNOWN")]
    [InlineData(2U, "SESSION_KEY_UNKNOWN")]
    [InlineData(3U, "SESSION_KEY_REVOKED")]
    [InlineData(4U, "SESSION_KEY_EXPIRED")]
    [InlineData(5U, "SESSION_KEY_SCOPE")]
    [InlineData(6U, "SESSION_KEY_SCOPE")]
    [InlineData(7U, "SESSION_KEY_SCOPE")]
    public void A_refused_order_spends_nothing_and_is_not_remembered(uint grant, string code)
    {
        var venue = OpenWithAll();
        var ticket = venue.Number(Buys);

        Assert.Equal([$"alice.2 rejected {code}"], venue.SendBy(grant, ticket));
        Assert.Equal([$"alice.3 rejected {code}"], venue.SendBy(grant, ticket));
        Assert.StartsWith("alice.4 accepted", venue.Send(ticket)[0], StringComparison.Ordinal);

        // what happened to an order is told, whatever became of the key
        Assert.StartsWith("alice.5 order", venue.SendBy(grant, ticket)[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9U, "SESSION_KEY_UNKNOWN")]
    [InlineData(2U, "SESSION_KEY_UNKNOWN")]
    [InlineData(3U, "SESSION_KEY_REVOKED")]
    [InlineData(4U, "SESSION_KEY_EXPIRED")]
    [InlineData(5U, "SESSION_KEY_SCOPE")]
    [InlineData(6U, "SESSION_KEY_SCOPE")]
    [InlineData(7U, "SESSION_KEY_SCOPE")]
    public void Amends_and_replacements_are_judged_alike(uint grant, string code)
    {
        var venue = OpenWithAll();
        var ticket = venue.Number(Buys with { Lots = 5, ExpirySeconds = Expiry });
        venue.Send(ticket);
        var orderId = venue.Sequence;
        var amend = new AmendOrder
        {
            Account = Alice,
            OrderId = orderId,
            Fields = AmendFields.Quantity,
            Quantity = (UInt128)(3 * TestMarkets.PlainTerms.LotSize),
            GrantId = grant,
        };
        Assert.Equal([$"alice.3 amend of {Shown(grant, orderId)} rejected {code}"], venue.Apply(CommandType.AmendOrder, amend));

        var next = venue.By(grant, ticket with { Lots = 6, ClientOrderId = 0, Hash = 0 });
        next.Order.Version = 2;
        var replace = new ReplaceOrder { Order = next, OrderId = orderId };
        Assert.Equal([$"alice.4 amend of {orderId} rejected {code}"], venue.Apply(CommandType.ReplaceOrder, replace));
        amend.GrantId = 1;
        Assert.Contains("amended", venue.Apply(CommandType.AmendOrder, amend)[0], StringComparison.Ordinal);
    }

    /// <summary>A key of another market is refused when the order is known; all else before.</summary>
    private static long Shown(uint grant, long orderId) => grant == 7 ? orderId : 0;

    [Theory]
    [InlineData(9U, "SESSION_KEY_UNKNOWN")]
    [InlineData(2U, "SESSION_KEY_UNKNOWN")]
    [InlineData(3U, "SESSION_KEY_REVOKED")]
    [InlineData(4U, "SESSION_KEY_EXPIRED")]
    [InlineData(6U, "SESSION_KEY_SCOPE")]
    [InlineData(7U, "SESSION_KEY_SCOPE")]
    [InlineData(8U, "SESSION_KEY_SCOPE")]
    public void Cancels_and_mass_cancels_are_judged_alike(uint grant, string code)
    {
        var venue = OpenWithAll();
        venue.Send(Buys);
        var orderId = venue.Sequence;
        var cancel = new CancelOrder { Account = Alice, OrderId = orderId, GrantId = grant };
        Assert.Equal([$"alice.3 cancel of {orderId} rejected {code}"], venue.Apply(CommandType.CancelOrder, cancel));
        var all = new MassCancel { Account = Alice, GrantId = grant };
        Assert.Equal([$"alice.4 cancel of 0 rejected {code}"], venue.MassCancel(all));

        cancel.GrantId = 5;
        Assert.StartsWith("alice.5 CANCELLED", venue.Apply(CommandType.CancelOrder, cancel)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_mass_cancel_is_no_wider_than_the_grant_and_never_locks()
    {
        var venue = OpenWithAll();
        venue.Send(Buys);
        var lockAll = new MassCancel { Account = Alice, GrantId = 1, Filters = MassCancelFilters.Lock };
        var everywhere = new MassCancel { Account = Alice, GrantId = 7, Filters = MassCancelFilters.Market, MarketId = 1 };
        var wide = new MassCancel { Account = AliceTwo, GrantId = 6, Filters = MassCancelFilters.AllSubaccounts };
        Assert.Equal(["alice.3 cancel of 0 rejected SESSION_KEY_SCOPE"], venue.MassCancel(lockAll));
        Assert.Equal(["alice.4 cancel of 0 rejected SESSION_KEY_SCOPE"], venue.MassCancel(everywhere));
        Assert.Equal(["alice/2.2 cancel of 0 rejected SESSION_KEY_SCOPE"], venue.MassCancel(wide));
        var unlock = new UnlockAccount { Account = Alice, GrantId = 1 };
        Assert.Equal(
            ["alice.5 cancel of 0 rejected SESSION_KEY_SCOPE"], venue.Apply(CommandType.UnlockAccount, unlock));

        Assert.Equal(["alice/2.3 mass cancelled 0 in 22-22"], venue.MassCancel(wide with { Filters = 0 }));
        everywhere.MarketId = TestMarkets.Negative;
        Assert.Equal(["alice.6 mass cancelled 0 in 23-23"], venue.MassCancel(everywhere));
        var all = new MassCancel { Account = AliceTwo, GrantId = 1, Filters = MassCancelFilters.AllSubaccounts };
        Assert.Contains("CANCELLED", venue.MassCancel(all)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_is_refused_as_one_and_not_remembered()
    {
        var venue = OpenWithAll();
        var legs = new[]
        {
            venue.By(1, new OrderTicket(Alice, Side.Sell, 1, 60)),
            venue.Stop(new OrderTicket(Alice, Side.Sell, 1, 30) { Type = OrderType.StopLimit }, 40),
        };
        legs[1].GrantId = 7;
        legs[1].Order.ExpirySeconds = Expiry;
        var refused = new[] { "alice.2 rejected LIST_REJECTED", "alice.3 rejected SESSION_KEY_SCOPE" };
        Assert.Equal(refused, venue.SendList(ListKind.OneCancelsOther, legs));

        legs[1].GrantId = 1;
        Assert.Contains("accepted", venue.SendList(ListKind.OneCancelsOther, legs)[0], StringComparison.Ordinal);
        Assert.Equal(2, venue.Engine.State.SessionKeys[0].Orders.Count);
    }

    [Fact]
    public void An_order_may_not_outlive_the_grant()
    {
        var venue = Open();
        var order = venue.By(1, Buys);
        order.Order.ExpirySeconds = Expiry + 1;
        Assert.Equal(["alice.2 rejected SESSION_KEY_SCOPE"], venue.Apply(CommandType.NewOrder, order));
        order.Order.ExpirySeconds = Expiry;
        Assert.Contains("accepted", venue.Apply(CommandType.NewOrder, order)[0], StringComparison.Ordinal);

        // in the second of the expiry the order is over, and so is the key
        venue.NowNs = (long)Expiry * Limits.NsPerSecond;
        var events = venue.SendBy(1, Buys);
        Assert.Contains("EXPIRED", events[0], StringComparison.Ordinal);
        Assert.Equal("alice.5 rejected SESSION_KEY_EXPIRED", events[1]);
    }

    [Fact]
    [Trait("rule", "U3")]
    public void A_block_is_an_owners_own_decision()
    {
        var venue = Open();
        venue.Engine.State.Markets.Find(TestMarkets.Plain)!.Risk.MinBlockLots = 1;
        var ticket = Buys with { TimeInForce = TimeInForce.FillOrKill };
        var block = new BlockTrade
        {
            Buy = venue.By(1, ticket),
            Sell = venue.Number(ticket with { Account = Bob, Side = Side.Sell }).ToCommand(),
        };
        var refused = new[]
        {
            "alice.2 rejected SESSION_KEY_SCOPE", "bob.2 rejected LIST_REJECTED", "BlockTrade 1 rejected ORDER_REFUSED",
        };
        Assert.Equal(refused, venue.Apply(CommandType.BlockTrade, block));
    }

    /// <summary>Grant 1: all of Alice's.</summary>
    private static Venue Open()
    {
        var venue = Venue.Open();
        venue.Set(Grant(Alice, 1, 1_001));
        return venue;
    }

    /// <summary>
    /// Grants: 1 all; 2 Bob's; 3 revoked; 4 expired; 5 only cancels; 6 another subaccount; 7 another market; 8 only
    /// trades.
    /// </summary>
    private static Venue OpenWithAll()
    {
        var venue = Open();
        venue.Deposit(AliceTwo, 100);
        venue.Set(Grant(Bob, 2, 1_002));
        venue.Set(Grant(Alice, 3, 1_003));
        venue.Set(Grant(Alice, 4, 1_004) with { ExpiresAtSeconds = Expiry - 3_599 });
        venue.Set(Grant(Alice, 5, 1_005) with { Permissions = SessionKeyPermissions.Cancel });
        venue.Set(Grant(Alice, 6, 1_006) with { Subaccount = 2 });
        venue.Set(Grant(Alice, 7, 1_007) with { MarketId = TestMarkets.Negative });
        venue.Set(Grant(Alice, 8, 1_008) with { Permissions = SessionKeyPermissions.Trade });
        venue.Set(Revocation(Alice, 3, 1_003));
        venue.NowNs += 5 * Limits.NsPerSecond;
        return venue;
    }
}
