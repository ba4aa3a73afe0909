using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Custody;

[Trait("rule", "L6")]
public sealed class WithdrawalGateTests
{
    private static readonly SetWithdrawalLimits Limited = new()
    {
        AssetId = TestMarkets.AssetId, HourlyAmount = 1_000, SmallAmount = 50,
    };

    [Fact]
    public void An_hour_lets_so_much_pass_and_the_next_one_again()
    {
        var venue = Open(Limited);
        Assert.EndsWith("1 of 700 LOCKED, has 9300+0", venue.Ask(700)[0], StringComparison.Ordinal);
        Assert.EndsWith("2 of 301 WAITING, has 8999+0", venue.Ask(301)[0], StringComparison.Ordinal);
        Assert.EndsWith("3 of 300 LOCKED, has 8699+0", venue.Ask(300)[0], StringComparison.Ordinal);
        Assert.Empty(venue.Tick());
        venue.NowNs += NextHour(venue);
        Assert.Equal(["alice.5 withdrawal 2 of 301 LOCKED, has 8699+0"], venue.Tick());
        Assert.Empty(venue.Tick());
    }

    [Fact]
    public void A_share_of_what_is_deposited_limits_too_and_the_tighter_one_counts()
    {
        var venue = Open(Limited with { HourlyAmount = 0, HourlyShareBp = 100 });
        Assert.Contains("WAITING", venue.Ask(301)[0], StringComparison.Ordinal);
        Assert.Contains("LOCKED", venue.Ask(300)[0], StringComparison.Ordinal);
        var tighter = Open(Limited with { HourlyAmount = 200, HourlyShareBp = 100 });
        Assert.Contains("WAITING", tighter.Ask(201)[0], StringComparison.Ordinal);
        Assert.Contains("LOCKED", tighter.Ask(200)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Small_amounts_pass_but_for_the_freeze_switch()
    {
        var venue = Open(Limited);
        venue.Ask(1_000);
        Assert.Contains("WAITING", venue.Ask(51)[0], StringComparison.Ordinal);
        Assert.Contains("LOCKED", venue.Ask(50)[0], StringComparison.Ordinal);
        venue.Halt(0, freeze: 1);
        Assert.Contains("WAITING", venue.Ask(1)[0], StringComparison.Ordinal);
        venue.NowNs += NextHour(venue);
        Assert.Empty(venue.Tick());
        venue.Halt(0);
        Assert.Equal(2, venue.Tick().Length);
    }

    [Fact]
    public void An_unpaid_debt_of_a_liquidation_closes_the_gate()
    {
        var venue = Open(Limited);
        venue.AuditsEachCommand = false;
        venue.Engine.State.Shortfalls.Count(1);
        Assert.Contains("WAITING", venue.Ask(100)[0], StringComparison.Ordinal);
        Assert.Contains("LOCKED", venue.Ask(50)[0], StringComparison.Ordinal);
        venue.Engine.State.Shortfalls.Count(-1);
        Assert.Contains("withdrawal 1 of 100 LOCKED", venue.Tick()[0], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "B6")]
    public void The_gate_stays_closed_for_a_while_after_an_outage()
    {
        var venue = Open(Limited with { OutageGateSeconds = 10 });
        venue.Rule(rules => rules with { OutageSeconds = 5 });
        venue.NowNs += 6 * Limits.NsPerSecond;
        venue.Tick();
        Assert.Contains("WAITING", venue.Ask(100)[0], StringComparison.Ordinal);
        Assert.Contains("LOCKED", venue.Ask(50)[0], StringComparison.Ordinal);
        venue.NowNs += 5 * Limits.NsPerSecond;
        Assert.DoesNotContain("withdrawal", string.Concat(venue.Tick()), StringComparison.Ordinal);
        venue.NowNs += 5 * Limits.NsPerSecond;
        Assert.Contains("withdrawal 1 of 100 LOCKED", string.Concat(venue.Tick()), StringComparison.Ordinal);
    }

    [Fact]
    public void Waiting_ones_are_tried_in_order_and_the_next_command_goes_on_where_the_last_one_stopped()
    {
        var venue = Open(Limited with { HourlyAmount = 1, SmallAmount = 0 });
        for (var count = 0; count < 70; count++)
        {
            venue.Ask(2);
        }

        Assert.Empty(venue.Tick());
        venue.Apply(CommandType.SetWithdrawalLimits, Limited with { HourlyAmount = 1_000 });

        // the commands before tried round and round; then 64, and the other 6 with the next one
        var first = venue.Tick();
        Assert.Equal(64, first.Length);
        var second = venue.Tick();
        Assert.Equal(6, second.Length);
        Assert.Equal(70, first.Concat(second).Distinct().Count());
        Assert.Equal(0, venue.Engine.State.Withdrawals.WaitingCount);
    }

    [Fact]
    public void One_that_is_too_large_keeps_nobody_behind_it_and_can_be_cancelled()
    {
        var venue = Open(Limited);
        venue.Ask(1_001);
        venue.Ask(900);
        venue.Ask(150);
        venue.NowNs += NextHour(venue);
        Assert.Equal(["alice.5 withdrawal 3 of 150 LOCKED, has 7949+0"], venue.Tick());
        Assert.Equal(["alice.6 withdrawal 1 of 1001 FAILED, has 8950+0"], venue.Update(1, WithdrawalState.Failed));
        Assert.Equal(0, venue.Engine.State.Withdrawals.WaitingCount);
        Assert.Equal(["WithdrawalUpdate 1 rejected ALREADY_APPLIED"], venue.Update(1, WithdrawalState.Failed));
    }

    [Fact]
    public void A_waiting_one_cannot_be_signed()
    {
        var venue = Open(Limited);
        venue.Ask(1_001);
        Assert.Equal(["WithdrawalUpdate 1 rejected ILLEGAL_TRANSITION"], venue.Update(1, WithdrawalState.Signed));
    }

    [Fact]
    public void Limits_are_checked()
    {
        var venue = Venue.Open();
        (SetWithdrawalLimits Sent, string Reason)[] refused =
        [
            (Limited with { AssetId = 9 }, "UNKNOWN_ASSET"),
            (Limited with { HourlyShareBp = 10_001 }, "INVALID_PARAMETERS"),
            (Limited with { HourlyAmount = -1 }, "INVALID_PARAMETERS"),
            (Limited with { SmallAmount = -1 }, "INVALID_PARAMETERS"),
        ];
        Assert.All(refused, item => Assert.Equal(
            [$"SetWithdrawalLimits {item.Sent.AssetId} rejected {item.Reason}"],
            venue.Apply(CommandType.SetWithdrawalLimits, item.Sent)));
    }

    private static Venue Open(SetWithdrawalLimits limits)
    {
        var venue = Venue.Open();
        Assert.Equal(["withdrawal limits of 1 changed"], venue.Apply(CommandType.SetWithdrawalLimits, limits));
        return venue;
    }

    private static long NextHour(Venue venue) =>
        (3_600 * Limits.NsPerSecond) - (venue.NowNs % (3_600 * Limits.NsPerSecond));
}
