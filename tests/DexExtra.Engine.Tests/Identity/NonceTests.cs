using DexExtra.Engine.Identity;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Identity;

[Trait("rule", "C10")]
public sealed class NonceTests
{
    [Fact]
    public void A_nonce_is_used_once_per_owner_across_subaccounts()
    {
        var venue = Venue.Open();
        venue.Deposit(AliceTwo, 1_000);
        var ticket = new OrderTicket(Alice, Side.Buy, 1, 40) { Nonce = 10 };

        Assert.StartsWith("alice.2 accepted", venue.Send(ticket)[0], StringComparison.Ordinal);
        Assert.Equal(["alice.3 rejected NONCE_REUSED"], venue.Send(ticket));
        Assert.Equal(["alice/2.2 rejected NONCE_REUSED"], venue.Send(ticket with { Account = AliceTwo }));
        Assert.StartsWith("bob.2 accepted", venue.Send(ticket with { Account = Bob })[0], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "SIG-08")]
    public void A_nonce_is_consumed_even_when_a_later_gate_refuses_the_order()
    {
        var venue = Venue.Open();
        var ticket = new OrderTicket(Alice, Side.Buy, 1_000, 99) { Nonce = 10 };

        Assert.Equal(["alice.2 rejected INSUFFICIENT_FUNDS"], venue.Send(ticket));
        Assert.Equal(["alice.3 rejected NONCE_REUSED"], venue.Send(ticket with { Lots = 1 }));
    }

    [Fact]
    public void An_unknown_market_does_not_consume_the_nonce()
    {
        var venue = Venue.Open();
        var unknown = TestMarkets.PlainTerms with { MarketId = 9 };
        var ticket = new OrderTicket(Alice, Side.Buy, 1, 40) { Nonce = 10, Terms = unknown };

        Assert.Equal(["alice.2 rejected UNKNOWN_MARKET"], venue.Send(ticket));
        Assert.StartsWith(
            "alice.3 accepted",
            venue.Send(ticket with { Terms = TestMarkets.PlainTerms })[0],
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_window_holds_exactly_its_number_of_values()
    {
        var venue = Venue.Open();
        var ticket = new OrderTicket(Alice, Side.Buy, 1, 1);
        const ulong highest = 1_000_000;
        venue.Send(ticket with { Nonce = highest });

        Assert.Equal(
            ["alice.4 rejected NONCE_TOO_OLD"],
            [.. venue.Send(ticket with { Nonce = highest - Limits.NonceWindow + 1 }).Take(0),
                .. venue.Send(ticket with { Nonce = highest - Limits.NonceWindow })]);
        Assert.Equal(2, venue.Engine.View.OpenOrders);
    }

    [Fact]
    public void One_order_raises_the_highest_nonce_by_a_bounded_step()
    {
        var venue = Venue.Open();
        var ticket = new OrderTicket(Alice, Side.Buy, 1, 1);

        Assert.Equal(
            ["alice.2 rejected NONCE_TOO_FAR"], venue.Send(ticket with { Nonce = Limits.MaxNonceAdvance + 1 }));
        Assert.StartsWith(
            "alice.3 accepted",
            venue.Send(ticket with { Nonce = Limits.MaxNonceAdvance })[0],
            StringComparison.Ordinal);
        Assert.Equal(["alice.4 rejected NONCE_TOO_FAR"], venue.Send(ticket with { Nonce = ulong.MaxValue }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_bit_window_agrees_with_a_set_of_used_values(int seed)
    {
        var random = new Random(seed);
        var window = new NonceWindows(2);
        var used = new HashSet<ulong>();
        ulong highest = 0;
        for (var count = 0; count < 50_000; count++)
        {
            var nonce = highest + (ulong)random.Next(0, count % 100 == 0 ? 9_000 : 70);
            nonce -= Math.Min(nonce, (ulong)random.Next(4_500));
            var isOld = nonce + Limits.NonceWindow <= highest;
            var expected = isOld ? RejectReason.NonceTooOld
                : used.Contains(nonce) ? RejectReason.NonceReused
                : RejectReason.None;
            Assert.Equal(expected, window.Check(1, nonce));
            if (expected == RejectReason.None)
            {
                window.Consume(1, nonce);
                used.Add(nonce);
                highest = Math.Max(highest, nonce);
            }
        }

        Assert.Equal(0UL, window.Highest(0));
    }
}
