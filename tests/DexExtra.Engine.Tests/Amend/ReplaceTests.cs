using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Amend;

public sealed class ReplaceTests
{
    private const long Id = 7;
    private static readonly OrderTicket Old = new(Alice, Side.Buy, 10, 50) { Nonce = 40, ClientOrderId = 500, Hash = 1 };
    private static readonly OrderTicket New = Old with { ClientOrderId = 901, Hash = 2 };

    [Fact]
    [Trait("rule", "C4")]
    public void The_next_version_may_be_larger_and_better_priced()
    {
        var venue = Open();
        venue.Sell(Bob, 3, 52);

        var events = venue.Replace(New with { Lots = 15, PriceTicks = 52 }, Id);

        Assert.Equal("alice replaced 7 by version 2", events[0]);
        Assert.Equal(
            "alice.3 amended 7 to 15@52, expiry 4000000000, version 2, open 15 after 0, loses its place, "
                + "hold 810, has 9190+810",
            events[1]);
        Assert.StartsWith("trade 1 #3 Buy 3@52", events[2], StringComparison.Ordinal);

        // and is the new envelope
        Assert.Contains("amended 7 to 15@51", venue.Amend(Alice, Id, ticks: 51)[0], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "C4")]
    public void A_repeat_is_answered_with_the_order()
    {
        var venue = Open();
        venue.Replace(New with { Lots = 15 }, Id);

        Assert.Equal(["alice.4 order 7 is NEW 0/15 open 15"], venue.Replace(New with { Lots = 15 }, Id));
        Assert.Equal(
            ["alice.5 amend of 7 rejected BAD_VERSION"], venue.Replace(New with { Lots = 15, Hash = 3 }, Id));
    }

    [Theory]
    [InlineData(40UL, 1U)]
    [InlineData(40UL, 3U)]
    [InlineData(41UL, 2U)]
    [Trait("rule", "C4")]
    public void Nonce_and_version_must_follow(ulong nonce, uint version)
    {
        var venue = Open();

        Assert.Equal(
            ["alice.3 amend of 7 rejected BAD_VERSION"], venue.Replace(New with { Nonce = nonce }, Id, version));
    }

    public static TheoryData<string> Others => new("side", "market", "type", "flags", "time", "iceberg", "trigger");

    [Theory]
    [MemberData(nameof(Others))]
    [Trait("rule", "C4")]
    public void Everything_else_must_stay(string what)
    {
        var venue = Open();
        var order = New.ToCommand();
        order.Order.Version = 2;
        switch (what)
        {
            case "side": order.Order.Side = Side.Sell; break;
            case "market": order.Order.MarketId = TestMarkets.Negative; break;
            case "type": order.Order.OrderType = OrderType.Pegged; break;
            case "flags": order.Order.Flags = OrderFlags.PostOnly; break;
            case "time": order.Order.TimeInForce = TimeInForce.Day; break;
            case "iceberg": order.Order.Instructions.DisplayQuantity = 5 * (UInt128)FixedPoint.One; break;
            default: order.Order.TriggerPrice = FixedPoint.One; break;
        }

        Assert.Equal(
            ["alice.3 amend of 7 rejected NOT_AMENDABLE"],
            venue.Apply(CommandType.ReplaceOrder, new ReplaceOrder { Order = order, OrderId = Id }));
    }

    [Fact]
    [Trait("rule", "C4")]
    public void Until_cancelled_may_become_until_a_date()
    {
        var venue = Open();

        Assert.Equal(
            "alice replaced 7 by version 2",
            venue.Replace(New with { TimeInForce = TimeInForce.GoodTillDate, ExpirySeconds = 4_100_000_000 }, Id)[0]);
    }

    [Fact]
    [Trait("rule", "C4")]
    public void It_passes_gates_four_and_five_as_new()
    {
        var venue = Open();

        Assert.Equal(["alice.3 amend of 7 rejected EXPIRED_ON_ENTRY"], venue.Replace(New with { ExpirySeconds = 5 }, Id));
        Assert.Equal(["alice.4 amend of 7 rejected FEE_CAP_TOO_LOW"], venue.Replace(New with { MaxFeePerUnit = 0 }, Id));
        Assert.Equal(["alice.5 amend of 7 rejected PRICE_OUT_OF_BOUNDS"], venue.Replace(New with { PriceTicks = 101 }, Id));
    }

    [Fact]
    [Trait("rule", "C4")]
    public void A_waiting_stop_gets_another_trigger()
    {
        var venue = Venue.Open();
        var stop = Old with { Side = Side.Sell, PriceTicks = 30, Type = OrderType.StopLimit };
        venue.Apply(CommandType.NewOrder, venue.Stop(stop, 40));
        var order = venue.Stop(stop with { ClientOrderId = 901, Hash = 2 }, 35);
        order.Order.Version = 2;

        var events = venue.Apply(CommandType.ReplaceOrder, new ReplaceOrder { Order = order, OrderId = Id });

        Assert.Contains("loses its place", events[1], StringComparison.Ordinal);
        var slot = venue.Engine.State.Markets.Find(TestMarkets.Plain)!.OffBook.First;
        Assert.Equal(35, venue.Engine.State.Orders.Terms(slot).TriggerTicks);
        venue.Cancel(Alice, Id);
        Assert.Equal(0, venue.Engine.View.OpenOrders);
    }

    [Fact]
    [Trait("rule", "C2")]
    public void Below_what_has_filled_it_ends()
    {
        var venue = Open();
        venue.Sell(Bob, 4, 50);

        Assert.StartsWith(
            "alice.4 CANCELLED 7 AMENDED_BELOW_FILLED 6 after 4", venue.Replace(New with { Lots = 4 }, Id)[0],
            StringComparison.Ordinal);
    }

    private static Venue Open()
    {
        var venue = Venue.Open();
        venue.Send(Old);
        return venue;
    }
}
