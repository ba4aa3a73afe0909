using DexExtra.Messages;
using DexExtra.Settlement.Book;
using DexExtra.Settlement.Contracts;

namespace DexExtra.Settlement.Trades;

/// <summary>
/// X4: lets the engine take back what the chain refused, so that the books equal the chain again, and stops who caused
/// it. The reversal has a match of its own, which is told to the chain as a trade that cannot settle. One loop.
/// </summary>
internal sealed class Compensator(SettlementBook book, EnginePublisher publisher, long resendMs)
{
    /// <summary>What the engine could not take back yet; null when nothing waits after an answer.</summary>
    public string? Problem => book.Failed.Oldest is { Refusal: { } reason } failed
        ? $"match {failed.Match.MatchId} failed on chain ({(TradeFailure)failed.Code}) and cannot be taken back yet: "
            + $"{Codes.Of(reason)} (runbook, Failed trades)"
        : null;

    /// <summary>Asks for every reversal that is due. One that is refused is asked for again.</summary>
    public void Report(long nowMs)
    {
        foreach (var failed in book.Failed.NewestFirst)
        {
            if (failed.AskedAtMs is { } before && nowMs - before < resendMs)
            {
                continue;
            }

            var request = new BustTrade { MatchId = failed.Match.MatchId, CaseId = failed.Match.MatchId };
            if (!publisher.TrySend(CommandType.BustTrade, in request))
            {
                return;
            }

            failed.AskedAtMs = nowMs;
        }
    }

    /// <summary>
    /// Before FAILED is said: cancels the orders of the side at fault and locks the account until its owner unlocks it,
    /// so that nobody trades on against what is not there. A repeat has no further effect.
    /// </summary>
    /// <returns>False when the stream is full: say it later.</returns>
    public bool TryStop(MatchEntry match, TradeFailure code, FailureSide side)
    {
        if (FailureCauses.Of(code) != FailureCause.Owner || OrderAtFault(match, side) is not { } order)
        {
            return true;
        }

        var request = new MassCancel
        {
            Account = order.Order.Account,
            ClientOrderId = match.MatchId,
            Filters = MassCancelFilters.Lock,
        };
        return publisher.TrySend(CommandType.MassCancel, in request);
    }

    private static OrderRecord? OrderAtFault(MatchEntry match, FailureSide side) => side switch
    {
        FailureSide.Buy => match.Buy,
        FailureSide.Sell => match.Sell,
        _ => null,
    };
}
