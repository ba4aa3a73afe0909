using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Settlement;

[Trait("rule", "X1")]
public sealed class SettlementTests
{
    private static readonly SettlementState[] All = Enum.GetValues<SettlementState>();

    /// <summary>Shortest way from a new match to each state.</summary>
    private static readonly Dictionary<SettlementState, SettlementState[]> Ways = new()
    {
        [SettlementState.Matched] = [],
        [SettlementState.Queued] = [SettlementState.Queued],
        [SettlementState.Submitted] = [SettlementState.Queued, SettlementState.Submitted],
        [SettlementState.Mined] = [SettlementState.Queued, SettlementState.Submitted, SettlementState.Mined],
        [SettlementState.Final] =
            [SettlementState.Queued, SettlementState.Submitted, SettlementState.Mined, SettlementState.Final],
        [SettlementState.Retrying] = [SettlementState.Queued, SettlementState.Submitted, SettlementState.Retrying],
        [SettlementState.Failed] = [SettlementState.Queued, SettlementState.Submitted, SettlementState.Failed],
    };

    private static readonly (SettlementState From, SettlementState To)[] Legal =
    [
        (SettlementState.Matched, SettlementState.Queued),
        (SettlementState.Queued, SettlementState.Submitted),
        (SettlementState.Submitted, SettlementState.Mined),
        (SettlementState.Submitted, SettlementState.Retrying),
        (SettlementState.Submitted, SettlementState.Failed),
        (SettlementState.Retrying, SettlementState.Submitted),
        (SettlementState.Mined, SettlementState.Submitted),
        (SettlementState.Mined, SettlementState.Final),
        (SettlementState.Mined, SettlementState.Failed),
    ];

    [Fact]
    public void Every_pair_of_states_has_the_answer_of_the_table()
    {
        foreach (var from in All)
        {
            foreach (var to in All)
            {
                // match 1 stays open, so that the window does not slide over match 2
                var venue = WithMatches(2);
                foreach (var step in Ways[from])
                {
                    Assert.Equal([$"matches 2-2 {Codes.Of(step)}"], venue.Settle(step, 2, 2));
                }

                var expected = from == to ? "SettlementUpdate 2 rejected ALREADY_APPLIED"
                    : Legal.Contains((from, to)) ? $"matches 2-2 {Codes.Of(to)}"
                    : "SettlementUpdate 2 rejected ILLEGAL_TRANSITION";
                Assert.Equal([expected], venue.Settle(to, 2, 2));
            }
        }
    }

    [Fact]
    public void A_range_moves_as_one_or_not_at_all()
    {
        var venue = WithMatches(4);
        Assert.Equal(["matches 1-3 QUEUED"], venue.Settle(SettlementState.Queued, 1, 3));
        Assert.Equal(
            ["SettlementUpdate 1 rejected ILLEGAL_TRANSITION"], venue.Settle(SettlementState.Queued, 1, 4));
        Assert.Equal(
            ["SettlementUpdate 2 rejected ILLEGAL_TRANSITION"], venue.Settle(SettlementState.Submitted, 2, 4));
        Assert.Equal(SettlementState.Queued, venue.Engine.View.Settlement(3));
        Assert.Equal(["matches 2-3 SUBMITTED"], venue.Settle(SettlementState.Submitted, 2, 3));
    }

    [Fact]
    public void Ranges_that_cannot_be_are_refused()
    {
        var venue = WithMatches(2);
        Assert.Equal(["SettlementUpdate 3 rejected GAP"], venue.Settle(SettlementState.Queued, 3, 3));
        Assert.Equal(["SettlementUpdate 1 rejected GAP"], venue.Settle(SettlementState.Queued, 1, 3));
        Assert.Equal(["SettlementUpdate 2 rejected INVALID_PARAMETERS"], venue.Settle(SettlementState.Queued, 2, 1));
        Assert.Equal(["SettlementUpdate 0 rejected INVALID_PARAMETERS"], venue.Settle(SettlementState.Queued, 0, 1));
        Assert.Equal(["SettlementUpdate 1 rejected INVALID_PARAMETERS"], venue.Settle(default, 1, 1));
        Assert.Equal(["SettlementUpdate 1 rejected INVALID_PARAMETERS"], venue.Settle((SettlementState)8, 1, 1));
        Assert.Equal(
            ["SettlementUpdate 1 rejected INVALID_PARAMETERS"],
            venue.Settle(SettlementState.Queued, 1, Limits.MaxSettlementRange + 1));
        Assert.Equal(
            ["SettlementUpdate 1 rejected GAP"], venue.Settle(SettlementState.Queued, 1, Limits.MaxSettlementRange));
    }

    [Fact]
    public void The_window_slides_over_terminal_matches_and_repeats_stay_harmless()
    {
        var venue = WithMatches(3);
        foreach (var state in Ways[SettlementState.Mined])
        {
            venue.Settle(state, 1, 3);
        }

        venue.Settle(SettlementState.Final, 2, 2);
        Assert.Equal(1UL, venue.Engine.View.OldestUnsettledMatchId);
        venue.Settle(SettlementState.Failed, 1, 1);
        Assert.Equal(3UL, venue.Engine.View.OldestUnsettledMatchId);
        Assert.Equal(["SettlementUpdate 1 rejected ALREADY_APPLIED"], venue.Settle(SettlementState.Final, 1, 2));
        Assert.Equal(["SettlementUpdate 1 rejected ILLEGAL_TRANSITION"], venue.Settle(SettlementState.Submitted, 1, 1));
        Assert.Equal(["SettlementUpdate 2 rejected ILLEGAL_TRANSITION"], venue.Settle(SettlementState.Final, 2, 3));
        Assert.Equal(["matches 3-3 FINAL"], venue.Settle(SettlementState.Final, 3, 3));
        Assert.Equal(4UL, venue.Engine.View.OldestUnsettledMatchId);
    }

    [Fact]
    [Trait("rule", "ENG-09")]
    public void A_full_window_stops_matching_then_orders_and_opens_again()
    {
        var venue = Venue.Open(Venue.SmallOptions with { MaxUnsettledMatches = 2 });
        venue.Sell(Bob, 1, 40);
        venue.Sell(Bob, 1, 40);
        venue.Sell(Bob, 1, 40);

        var events = venue.Buy(Alice, 3, 40);
        Assert.StartsWith("alice.5 STOPPED 10 FILL_LIMIT 1 after 2", events[3], StringComparison.Ordinal);
        Assert.Equal(["alice.6 rejected SETTLEMENT_BACKLOG"], venue.Buy(Alice, 1, 1));
        Assert.Equal(2, venue.Cancel(Bob, 9).Length);
        foreach (var state in Ways[SettlementState.Final])
        {
            venue.Settle(state, 1, 1);
        }

        Assert.StartsWith("alice.7 accepted", venue.Buy(Alice, 1, 1)[0], StringComparison.Ordinal);
    }

    private static Venue WithMatches(int count)
    {
        var venue = Venue.Open();
        for (var match = 0; match < count; match++)
        {
            venue.Sell(Bob, 1, 40);
            venue.Buy(Alice, 1, 40);
        }

        return venue;
    }
}
