using DexExtra.Engine.SessionKeys;
using DexExtra.Messages;

namespace DexExtra.Engine.Quotes;

/// <summary>
/// SetQuoteProtection command (C12). Refused, in this order: UNKNOWN_ACCOUNT, SESSION_KEY_*, INVALID_INSTRUCTIONS,
/// QUOTE_SET_UNKNOWN (a reset), LIMIT_REACHED (a new set in a full table).
/// </summary>
internal sealed class QuoteProtectionHandler(EngineState state, SessionKeyGate keys)
{
    public void Apply<TSink>(in SetQuoteProtection request, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (!state.Accounts.TryFind(in request.Account, out var account))
        {
            Reject(in request, 0, RejectReason.UnknownAccount, ref sink);
            return;
        }

        var reason = TryFind(in request, account, out var set);
        if (reason != RejectReason.None)
        {
            Reject(in request, state.Accounts.NextSequence(account), reason, ref sink);
            return;
        }

        ref var quotes = ref state.Quotes[set];
        var changed = Report(state, set, (QuoteProtectionCause)request.Action);
        if (request.Action == QuoteProtectionAction.Set)
        {
            quotes.MaxTradedLots = changed.MaxTradedLots = request.MaxTradedLots;
            quotes.MaxNetLots = changed.MaxNetLots = request.MaxNetLots;
            quotes.MaxTrades = changed.MaxTrades = request.MaxTrades;
            quotes.WindowSeconds = changed.WindowSeconds = request.WindowSeconds;
            quotes.FrozenSeconds = changed.FrozenSeconds = request.FrozenSeconds;
        }
        else
        {
            quotes.FrozenUntilNs = changed.FrozenUntilNs = 0;
        }

        quotes.EndWindow();
        changed.ClientOrderId = request.ClientOrderId;
        changed.AccountSequence = state.Accounts.NextSequence(account);
        sink.Append(EventType.QuoteProtectionChanged, in changed);
    }

    /// <summary>A set as it is now, without an account sequence.</summary>
    public static QuoteProtectionChanged Report(EngineState state, int set, QuoteProtectionCause cause)
    {
        ref readonly var quotes = ref state.Quotes[set];
        return new QuoteProtectionChanged
        {
            Account = state.Accounts[quotes.Account].Id,
            MaxTradedLots = quotes.MaxTradedLots,
            MaxNetLots = quotes.MaxNetLots,
            TradedLots = quotes.TradedLots,
            NetLots = quotes.NetLots,
            FrozenUntilNs = quotes.FrozenUntilNs > state.TimestampNs ? quotes.FrozenUntilNs : 0,
            MaxTrades = quotes.MaxTrades,
            Trades = quotes.Trades,
            WindowSeconds = quotes.WindowSeconds,
            FrozenSeconds = quotes.FrozenSeconds,
            QuoteSet = quotes.Number,
            Cause = cause,
        };
    }

    private RejectReason TryFind(in SetQuoteProtection request, int account, out int set)
    {
        set = -1;
        var reason = keys.Check(request.GrantId, account, SessionKeyPermissions.Trade);
        if (reason != RejectReason.None)
        {
            return reason;
        }

        if (!IsValid(in request))
        {
            return RejectReason.InvalidInstructions;
        }

        if (state.Quotes.TryFind(account, request.QuoteSet, out set))
        {
            return RejectReason.None;
        }

        if (request.Action == QuoteProtectionAction.Reset)
        {
            return RejectReason.QuoteSetUnknown;
        }

        if (!state.Quotes.HasRoom)
        {
            return RejectReason.LimitReached;
        }

        set = state.Quotes.Add(account, request.QuoteSet);
        return RejectReason.None;
    }

    private static bool IsValid(in SetQuoteProtection request) =>
        request.Action is QuoteProtectionAction.Set or QuoteProtectionAction.Reset
        && request.QuoteSet is >= 1 and <= Limits.MaxQuoteSetsPerAccount
        && request.MaxTradedLots is >= 0 and <= Limits.MaxQuoteLimitLots
        && request.MaxNetLots is >= 0 and <= Limits.MaxQuoteLimitLots
        && request.WindowSeconds <= Limits.MaxQuoteWindowSeconds
        && request.FrozenSeconds <= Limits.MaxQuoteFrozenSeconds;

    private static void Reject<TSink>(
        in SetQuoteProtection request, ulong accountSequence, RejectReason reason, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var rejected = new QuoteRejected
        {
            Account = request.Account,
            QuoteId = request.ClientOrderId,
            AccountSequence = accountSequence,
            QuoteSet = request.QuoteSet,
            Reason = reason,
        };
        sink.Append(EventType.QuoteRejected, in rejected);
    }
}
