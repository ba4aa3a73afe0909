using DexExtra.Engine.Tests.Auctions;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Oracle;

/// <summary>M1, M5, M6: the table of docs/money.md §11, every move that is in it and every one that is not.</summary>
[Trait("rule", "M1")]
public sealed class LifeTableTests
{
    private static readonly MarketState[] AllStates = Enum.GetValues<MarketState>();

    private static readonly MarketState[] LifeStates =
    [
        MarketState.Draft, MarketState.Pending, MarketState.TradingTerminated, MarketState.ResultProposed,
        MarketState.Disputed, MarketState.Settling, MarketState.Settled, MarketState.Closed, MarketState.Cancelled,
    ];

    /// <summary>States that SetMarketState may never name; PENDING only of a draft.</summary>
    private static readonly MarketState[] NotForTheCommand =
    [
        MarketState.OpeningAuction, MarketState.Auction, MarketState.ClosingAuction, MarketState.ResultProposed,
        MarketState.Disputed, MarketState.Settling, MarketState.Settled, MarketState.Draft,
    ];

    private static readonly (MarketState From, MarketState To)[] Moves =
    [
        (MarketState.Draft, MarketState.Pending), (MarketState.Draft, MarketState.Cancelled),
        (MarketState.Pending, MarketState.Cancelled), (MarketState.Pending, MarketState.Continuous),
        (MarketState.Pending, MarketState.Halted), (MarketState.Settled, MarketState.Closed),
    ];

    private static readonly (MarketState From, OracleUpdateKind Kind, MarketState To)[] Answers =
    [
        (MarketState.TradingTerminated, OracleUpdateKind.Proposed, MarketState.ResultProposed),
        (MarketState.ResultProposed, OracleUpdateKind.Disputed, MarketState.Disputed),
        (MarketState.ResultProposed, OracleUpdateKind.Confirmed, MarketState.Settling),
        (MarketState.ResultProposed, OracleUpdateKind.Rejected, MarketState.TradingTerminated),
        (MarketState.Disputed, OracleUpdateKind.Confirmed, MarketState.Settling),
        (MarketState.Disputed, OracleUpdateKind.Rejected, MarketState.TradingTerminated),
    ];

    [Fact]
    public void Operators_make_the_moves_of_the_table_and_no_others()
    {
        foreach (var from in LifeStates)
        {
            foreach (var to in AllStates)
            {
                var isNamed = !NotForTheCommand.Contains(to)
                    && (to != MarketState.Pending || from == MarketState.Draft);
                var expected = !isNamed ? "rejected INVALID_PARAMETERS"
                    : Moves.Contains((from, to)) ? $"{Codes.Of(to)} by ADMIN"
                    : "rejected ILLEGAL_TRANSITION";
                Assert.EndsWith(expected, Assert.Single(In(from).SetState(to)), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    [Trait("rule", "M5")]
    public void Oracles_make_the_moves_of_the_table_and_no_others()
    {
        foreach (var from in AllStates)
        {
            foreach (var kind in Enum.GetValues<OracleUpdateKind>())
            {
                var venue = In(from);
                var isProposal = kind == OracleUpdateKind.Proposed;
                var events = venue.Say(kind, 1, 40 * FixedPoint.One);
                var answer = Answers.FirstOrDefault(row => row.From == from && row.Kind == kind);
                if (answer.To == 0)
                {
                    Assert.Equal(["OracleUpdate 1 rejected ILLEGAL_TRANSITION"], events);
                    continue;
                }

                var ticks = isProposal || kind == OracleUpdateKind.Confirmed ? " 40" : string.Empty;
                Assert.EndsWith($"{Codes.Of(kind)}{ticks}", events[0], StringComparison.Ordinal);
                Assert.EndsWith($"{Codes.Of(answer.To)} by ORACLE", events[1], StringComparison.Ordinal);
                Assert.Equal(2, events.Length);
            }
        }
    }

    [Fact]
    public void Nothing_is_traded_in_any_of_these_states()
    {
        foreach (var from in LifeStates)
        {
            var venue = In(from);
            Assert.Contains("rejected MARKET_STATE_FORBIDS", Assert.Single(venue.Buy(Traders.Alice, 1, 50)));
            foreach (var kind in Enum.GetValues<AuctionKind>())
            {
                var isStarted = from == MarketState.Pending && kind == AuctionKind.Opening;
                Assert.Equal(isStarted, venue.StartAuction(kind)[^1].StartsWith("market", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    [Trait("rule", "M2")]
    public void What_was_not_opened_in_time_can_only_be_cancelled()
    {
        foreach (var state in (MarketState[])[MarketState.Draft, MarketState.Pending])
        {
            var venue = In(state);
            Assert.Empty(venue.At(LifeCommands.Termination));
            Assert.Empty(venue.At(LifeCommands.Deadline));
            foreach (var to in (MarketState[])[MarketState.Pending, MarketState.Continuous, MarketState.Halted])
            {
                Assert.Contains("rejected", Assert.Single(venue.SetState(to)), StringComparison.Ordinal);
            }

            Assert.Contains(
                "rejected ILLEGAL_TRANSITION", Assert.Single(venue.StartAuction(AuctionKind.Opening)));
            Assert.Contains("CANCELLED by ADMIN", Assert.Single(venue.SetState(MarketState.Cancelled)));
        }
    }

    [Fact]
    public void The_index_ends_with_trading()
    {
        foreach (var from in LifeStates)
        {
            var isOpen = from is MarketState.Draft or MarketState.Pending;
            Assert.StartsWith(isOpen ? "index" : "SetIndexPrice 1 rejected", In(from).SetIndex(5)[^1], StringComparison.Ordinal);
        }
    }

    private static Venue In(MarketState state)
    {
        var isDraft = state is MarketState.Draft or MarketState.Cancelled;
        var isPending = state is MarketState.Pending or MarketState.OpeningAuction;
        var venue = LifeCommands.Open(terms => terms with
        {
            InitialState = isDraft ? MarketState.Draft : isPending ? MarketState.Pending : MarketState.Continuous,
        }, Venue.SmallOptions with { MaxPaidPositions = 1 });
        switch (state)
        {
            case MarketState.Draft or MarketState.Pending or MarketState.Continuous:
                break;
            case MarketState.OpeningAuction:
                venue.StartAuction(AuctionKind.Opening);
                break;
            case MarketState.Auction:
                venue.StartAuction(AuctionKind.Scheduled);
                break;
            case MarketState.ClosingAuction:
                venue.StartAuction(AuctionKind.Closing);
                break;
            case < MarketState.TradingTerminated or MarketState.Cancelled:
                venue.SetState(state);
                break;
            default:
                Finish(venue, state);
                break;
        }

        return venue;
    }

    /// <summary>Four positions keep the market in SETTLING for eight commands.</summary>
    private static void Finish(Venue venue, MarketState state)
    {
        venue.Meet(Traders.Alice, Traders.Bob, 1, 40);
        venue.Meet(Traders.Carol, Traders.Nobody, 1, 40);
        venue.At(LifeCommands.Answer);
        if (state is MarketState.ResultProposed or MarketState.Disputed)
        {
            venue.Propose(40 * FixedPoint.One);
        }

        if (state == MarketState.Disputed)
        {
            venue.Say(OracleUpdateKind.Disputed);
        }

        if (state > MarketState.Disputed)
        {
            venue.Confirm(40);
        }

        if (state is MarketState.Settled or MarketState.Closed)
        {
            venue.PayOut();
        }

        if (state == MarketState.Closed)
        {
            venue.SetState(MarketState.Closed);
        }
    }
}
