using DexExtra.Engine.Markets;
using DexExtra.Engine.OwnerActions;
using DexExtra.Messages;

namespace DexExtra.Engine.Blocks;

/// <summary>
/// BustTrade command (F11): takes a recent match back. First failure wins: NOT_SUPPORTED, UNKNOWN_MATCH,
/// ALREADY_APPLIED, TOO_LATE, ILLEGAL_TRANSITION (the market does not trade any more, or uncrosses),
/// INSIDE_NO_CANCEL_RANGE, LIMIT_REACHED, INSUFFICIENT_FUNDS or INSUFFICIENT_MARGIN of either side.
/// Where each trade settles by itself it compensates a match that FAILED on chain (X4), whatever its age and price, as
/// long as the market has not begun to pay out; any other is NOT_SUPPORTED.
/// </summary>
internal sealed class BustTradeHandler(EngineState state, BustPosting posting, ExitLocks exits)
{
    private const long MaxAgeNs = 15 * 60 * Limits.NsPerSecond;

    public void Apply<TSink>(in BustTrade request, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (FindRefusal(request.MatchId, out var index) is { } unfound)
        {
            EngineEvents.Reject(ref sink, CommandType.BustTrade, unfound, request.MatchId);
            return;
        }

        var (buyer, seller) = (BalanceOf(state.Matches[index].Buy), BalanceOf(state.Matches[index].Sell));
        var (buyerLocked, sellerLocked) = (exits.Open(buyer), seller == buyer ? 0 : exits.Open(seller));
        if (Refusal(index) is { } reason)
        {
            exits.Restore(buyer, buyerLocked);
            exits.Restore(seller, sellerLocked);
            EngineEvents.Reject(ref sink, CommandType.BustTrade, reason, request.MatchId);
            return;
        }

        // the reversing match may take its place in the ring
        var match = state.Matches[index];
        state.Matches.Close(index);
        posting.Execute(in match, ref sink);
        exits.Close(buyer, buyerLocked, ref sink);
        exits.Close(seller, sellerLocked, ref sink);
    }

    private int BalanceOf(int slot)
    {
        ref readonly var position = ref state.Positions[slot];
        return state.Ledger.FindOrAdd(position.Account, state.Markets[position.Market].Asset);
    }

    private CommandRejectReason? FindRefusal(ulong matchId, out int index)
    {
        var isFound = state.Matches.TryFind(matchId, out index);
        if (!state.Options.NettedSettlement)
        {
            return isFound && state.Matches[index].HasFailed ? null : CommandRejectReason.NotSupported;
        }

        if (matchId == 0 || matchId >= state.Settlement.Next)
        {
            return CommandRejectReason.UnknownMatch;
        }

        return isFound ? null : CommandRejectReason.TooLate;
    }

    private CommandRejectReason? Refusal(int index)
    {
        ref readonly var match = ref state.Matches[index];
        var market = state.Markets[match.Market];
        return match.IsFinal ? CommandRejectReason.AlreadyApplied
            : !state.Options.NettedSettlement ? CompensationRefusal(market, in match)
            : IsTooLate(in match) ? CommandRejectReason.TooLate
            : !market.IsTrading || market.IsUncrossing || market.IsTimeUp ? CommandRejectReason.IllegalTransition
            : !IsOutsideNoCancelRange(market, match.PriceTicks) ? CommandRejectReason.InsideNoCancelRange
            : posting.Refusal(in match);
    }

    /// <summary>X4: as long as there are positions the books can follow the chain.</summary>
    private CommandRejectReason? CompensationRefusal(Market market, in RecentMatch match) =>
        market.State is MarketState.Settling or MarketState.Settled or MarketState.Closed || market.IsUncrossing
            ? CommandRejectReason.IllegalTransition
            : posting.Refusal(in match);

    private bool IsTooLate(in RecentMatch match) =>
        state.TimestampNs - match.MatchedNs > MaxAgeNs
        || match.MatchId < state.Settlement.Oldest
        || state.Settlement[match.MatchId] > SettlementState.Queued;

    private static bool IsOutsideNoCancelRange(Market market, long priceTicks) =>
        market.MarginPrice is { } mark && Int128.Abs((Int128)priceTicks - mark) > market.Risk.NoCancelTicks;
}
