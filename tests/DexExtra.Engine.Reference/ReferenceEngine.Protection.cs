using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>C12, docs/matching.md §17: the limits of quote sets.</summary>
public sealed partial class ReferenceEngine
{
    private void Apply(in SetQuoteProtection request)
    {
        var reason = ProtectionRefusal(in request);
        if (reason != RejectReason.None)
        {
            RejectQuote(request.Account, request.ClientOrderId, 0, request.QuoteSet, reason);
            return;
        }

        var account = _state.Accounts[request.Account];
        var set = SetOf(request.Account, request.QuoteSet);
        if (set is null)
        {
            set = new ReferenceQuoteSet(account, request.QuoteSet);
            _state.QuoteSets.Add(set);
        }

        if (request.Action == QuoteProtectionAction.Set)
        {
            set.Limits = request;
        }
        else
        {
            set.FrozenUntilNs = 0;
        }

        TellProtection(set, (QuoteProtectionCause)request.Action, request.ClientOrderId);
    }

    private RejectReason ProtectionRefusal(in SetQuoteProtection request)
    {
        if (!_state.Accounts.ContainsKey(request.Account))
        {
            return RejectReason.UnknownAccount;
        }

        var reason = KeyRefusal(request.GrantId, request.Account, SessionKeyPermissions.Trade);
        if (reason != RejectReason.None)
        {
            return reason;
        }

        var isInside = (byte)request.Action is 1 or 2 && request.QuoteSet is > 0 and < 17
            && request.MaxTradedLots >= 0 && request.MaxTradedLots <= Math.Pow(2, 50)
            && request.MaxNetLots >= 0 && request.MaxNetLots <= Math.Pow(2, 50)
            && request.WindowSeconds <= 3_600 && request.FrozenSeconds <= 86_400;
        if (!isInside)
        {
            return RejectReason.InvalidInstructions;
        }

        var isNew = SetOf(request.Account, request.QuoteSet) is null;
        return isNew && request.Action == QuoteProtectionAction.Reset ? RejectReason.QuoteSetUnknown
            : isNew && _state.QuoteSets.Count == options.MaxQuoteSets ? RejectReason.LimitReached
            : RejectReason.None;
    }

    /// <summary>Tells it as it is, then the window is over.</summary>
    private void TellProtection(ReferenceQuoteSet set, QuoteProtectionCause cause, ulong requestId)
    {
        var limits = set.Limits;
        _state.Sink.Append(EventType.QuoteProtectionChanged, new QuoteProtectionChanged
        {
            Account = set.Account.Id,
            ClientOrderId = requestId,
            AccountSequence = ++set.Account.Sequence,
            MaxTradedLots = limits.MaxTradedLots,
            MaxNetLots = limits.MaxNetLots,
            MaxTrades = limits.MaxTrades,
            WindowSeconds = limits.WindowSeconds,
            FrozenSeconds = limits.FrozenSeconds,
            TradedLots = set.CountedTraded,
            NetLots = set.CountedNet,
            Trades = set.CountedTrades,
            FrozenUntilNs = set.FrozenUntilNs > _state.NowNs ? set.FrozenUntilNs : 0,
            QuoteSet = set.Number,
            Cause = cause,
        });
        set.Fills.Clear();
        (set.CountedTraded, set.CountedNet, set.CountedTrades) = (0, 0, 0);
    }

    /// <summary>A fill of a quote.</summary>
    private void CountQuote(ReferenceOrder order, long lots)
    {
        var set = order.QuoteSet!;
        if (set.Limits.WindowSeconds == 0 || IsFrozen(set))
        {
            return;
        }

        if (set.Fills.Count == 0 || _state.NowNs - set.WindowStartNs >= set.Limits.WindowSeconds * Limits.NsPerSecond)
        {
            set.Fills.Clear();
            set.WindowStartNs = _state.NowNs;
        }

        set.Fills.Add(order.IsBuy ? lots : -lots);
        set.CountedTraded = set.Limits.MaxTradedLots > 0 ? (long)set.Traded : 0;
        set.CountedNet = set.Limits.MaxNetLots > 0 ? (long)set.Net : 0;
        set.CountedTrades = set.Limits.MaxTrades > 0 ? (uint)set.Fills.Count : 0;
        if (set.IsOverLimit)
        {
            _overLimit.Add(set);
        }
    }

    /// <summary>G2 15: the sets in the order in which they reached a limit, then the cancels.</summary>
    private void FreezeQuotes()
    {
        if (_overLimit.Count == 0)
        {
            return;
        }

        foreach (var set in _overLimit)
        {
            set.FrozenUntilNs = set.Limits.FrozenSeconds == 0
                ? long.MaxValue
                : _state.NowNs + (set.Limits.FrozenSeconds * Limits.NsPerSecond);
            TellProtection(set, QuoteProtectionCause.Triggered, 0);
            if (set.Quotes.Count > 0 && !_state.FrozenSets.Contains(set))
            {
                _state.FrozenSets.Add(set);
            }
        }

        _overLimit.Clear();
        CancelFrozen();
    }

    /// <summary>Quotes of frozen sets, of each the newest market first; what is uncrossing is passed over.</summary>
    private void CancelFrozen()
    {
        foreach (var set in _state.FrozenSets.ToList())
        {
            foreach (var (market, sides) in Enumerable.Reverse(set.Quotes).ToList())
            {
                if (_visits > 0 && _state.Markets[market].IsUncrossing)
                {
                    _visits--;
                    continue;
                }

                foreach (var order in sides.OrderBy(order => order.Side).Take(_visits).ToList())
                {
                    _visits--;
                    Cancel(order, CancelReason.QuoteProtection);
                }
            }

            if (set.Quotes.Count == 0)
            {
                _state.FrozenSets.Remove(set);
            }
        }
    }
}
