using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Lists;

public sealed class ListAdmissionTests
{
    private static readonly OrderTicket Profit = new(Alice, Side.Sell, 10, 60);
    private static readonly OrderTicket Loss = new(Alice, Side.Sell, 10, 30) { Type = OrderType.StopLimit };
    private static readonly OrderTicket Parent = new(Alice, Side.Buy, 10, 50);

    [Fact]
    [Trait("rule", "T12")]
    public void Both_legs_are_accepted_before_the_first_enters()
    {
        var venue = Venue.Open();
        venue.Buy(Bob, 1, 60);

        var events = venue.SendPair(ListKind.OneCancelsOther, Alice);

        Assert.Equal("alice.2 accepted 8 leg 0 of 2 ONE_CANCELS_OTHER 8, hold 420, has 9580+420", events[0]);
        Assert.Equal(
            $"alice.3 accepted {ListOrders.LegId(8, 1)} PENDING_TRIGGER leg 1 of 2 ONE_CANCELS_OTHER 8, "
                + "hold 720, has 8860+1140",
            events[1]);
        Assert.StartsWith("trade 1", events[2], StringComparison.Ordinal);
        Assert.StartsWith($"alice.5 STOPPED {ListOrders.LegId(8, 1)} LINKED_ORDER 10", events[3], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "T12")]
    public void Legs_count_what_earlier_legs_hold()
    {
        var venue = Venue.Open();
        venue.Deposit(Of(7), 1_139);

        var events = venue.SendPair(ListKind.OneCancelsOther, Of(7));

        Assert.EndsWith("rejected LIST_REJECTED", events[0], StringComparison.Ordinal);
        Assert.EndsWith("rejected INSUFFICIENT_FUNDS", events[1], StringComparison.Ordinal);
        venue.Deposit(Of(7), 1);
        Assert.Contains("accepted", venue.SendPair(ListKind.OneCancelsOther, Of(7))[1], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "T12")]
    public void A_failing_leg_refuses_all_and_spends_the_nonces_up_to_it()
    {
        var venue = Venue.Open();
        var first = venue.Leg(Profit with { Nonce = 101 });
        var second = venue.Stop(Loss with { Nonce = 102, ExpirySeconds = 5 }, 40);

        var events = venue.SendList(ListKind.OneCancelsOther, first, second);

        Assert.Equal(["alice.2 rejected LIST_REJECTED", "alice.3 rejected EXPIRED_ON_ENTRY"], events);
        Assert.Equal(["alice.4 rejected NONCE_REUSED"], venue.Send(Profit with { Nonce = 101 }));
        Assert.Equal(["alice.5 rejected NONCE_REUSED"], venue.Send(Profit with { Nonce = 102 }));

        // remembered: each leg is answered as a repeat
        Assert.Equal(
            [
                "alice.6 order 0 is REJECTED LIST_REJECTED 0/10 open 0",
                "alice.7 order 0 is REJECTED EXPIRED_ON_ENTRY 0/10 open 0",
            ],
            venue.SendList(ListKind.OneCancelsOther, first, second));
    }

    [Fact]
    [Trait("rule", "C9")]
    public void A_known_leg_is_answered_as_a_repeat_and_the_others_are_not_remembered()
    {
        var venue = Venue.Open();
        var known = venue.Leg(Profit);
        venue.Apply(CommandType.NewOrder, known);
        var other = venue.Stop(Loss, 40);

        var events = venue.SendList(ListKind.OneCancelsOther, known, other);

        Assert.Equal(["alice.3 order 7 is NEW 0/10 open 10", "alice.4 rejected LIST_REJECTED"], events);
        Assert.Contains("accepted 9", venue.Apply(CommandType.NewOrder, other)[0], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "T14")]
    public void Children_are_dormant_and_hold_their_fee_alone()
    {
        var venue = Venue.Open();

        var events = venue.SendBracket(ListKind.BracketOco, Alice);

        Assert.Equal(
            [
                "alice.2 accepted 7 leg 0 of 3 BRACKET_OCO 7, hold 520, has 9480+520",
                $"alice.3 accepted {ListOrders.LegId(7, 1)} DORMANT leg 1 of 3 BRACKET_OCO 7, hold 20, has 9460+540",
                $"alice.4 accepted {ListOrders.LegId(7, 2)} DORMANT leg 2 of 3 BRACKET_OCO 7, hold 20, has 9440+560",
                "level 1 #1 Buy 50: 10 in 1",
            ],
            events);
    }

    public static TheoryData<string> Broken => new(
        "one leg", "no kind", "other account", "other market", "same id", "both limits", "other side", "other quantity",
        "limit for a moment", "all or none", "both fire at expiry");

    [Theory]
    [MemberData(nameof(Broken))]
    [Trait("rule", "T12")]
    public void What_is_no_pair_leaves_no_trace(string how)
    {
        var venue = Venue.Open();
        var first = venue.Leg(Profit);
        var second = venue.Stop(Loss, 40);
        var kind = ListKind.OneCancelsOther;
        var legs = new[] { first, second };
        switch (how)
        {
            case "one leg": legs = [first]; break;
            case "no kind": kind = ListKind.None; break;
            case "other account": legs[1].Order.Account = Bob; break;
            case "other market": legs[1].Order.MarketId = TestMarkets.Negative; break;
            case "same id": legs[1].ClientOrderId = legs[0].ClientOrderId; break;
            case "both limits": legs[1] = venue.Leg(Profit); break;
            case "other side": legs[1].Order.Side = Side.Buy; break;
            case "other quantity": legs[1].Order.Quantity++; break;
            case "limit for a moment": legs[0].Order.TimeInForce = TimeInForce.ImmediateOrCancel; break;
            case "all or none": legs[0].Order.Flags = OrderFlags.AllOrNone; break;
            default:
                legs[0] = venue.Stop(Profit with { Type = OrderType.TakeProfit }, 70);
                legs[0].Order.Instructions.ExpiryAction = ExpiryAction.Trigger;
                legs[1].Order.Instructions.ExpiryAction = ExpiryAction.Trigger;
                break;
        }

        var events = venue.SendList(kind, legs);

        Assert.Equal(legs.Length, events.Length);
        Assert.All(events, line => Assert.EndsWith("rejected INVALID_ORDER_LIST", line, StringComparison.Ordinal));
        Assert.Contains("accepted", venue.Apply(CommandType.NewOrder, first)[0], StringComparison.Ordinal);
    }

    public static TheoryData<string> BrokenFamilies => new(
        "reduce-only parent", "child that opens", "child on the same side", "child of another size", "market child",
        "immediate child", "two limits in a bracket", "two children as a bracket of one");

    [Theory]
    [MemberData(nameof(BrokenFamilies))]
    [Trait("rule", "T14")]
    public void What_is_no_family_is_refused(string how)
    {
        var venue = Venue.Open();
        var kind = ListKind.BracketOuo;
        var closing = OrderFlags.ReduceOnly;
        var legs = new[]
        {
            venue.Leg(Parent),
            venue.Leg(Profit with { Flags = closing }),
            venue.Stop(Loss with { Flags = closing }, 40),
        };
        switch (how)
        {
            case "reduce-only parent": legs[0].Order.Flags = closing; break;
            case "child that opens": legs[1].Order.Flags = OrderFlags.None; break;
            case "child on the same side": legs[2].Order.Side = Side.Buy; break;
            case "child of another size": legs[2].Order.Quantity++; break;
            case "market child": legs[1].Order.OrderType = OrderType.Market; break;
            case "immediate child": legs[2].Order.TimeInForce = TimeInForce.ImmediateOrCancel; break;
            case "two limits in a bracket": legs[2] = venue.Leg(Profit with { Flags = closing }); break;
            default: legs = [legs[0], legs[1]]; break;
        }

        Assert.All(
            venue.SendList(kind, legs),
            line => Assert.EndsWith("rejected INVALID_ORDER_LIST", line, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("rule", "T12")]
    public void An_account_without_money_is_unknown()
    {
        var venue = Venue.Open();

        Assert.Equal(
            [$"{NameOf(Of(9))}.0 rejected UNKNOWN_ACCOUNT", $"{NameOf(Of(9))}.0 rejected UNKNOWN_ACCOUNT"],
            venue.SendPair(ListKind.OneCancelsOther, Of(9)));
    }
}
