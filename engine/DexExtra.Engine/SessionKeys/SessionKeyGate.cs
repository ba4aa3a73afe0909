using DexExtra.Messages;

namespace DexExtra.Engine.SessionKeys;

/// <summary>
/// What a session key may do (docs/money.md §17): SESSION_KEY_UNKNOWN, _REVOKED, _EXPIRED, _SCOPE, first failure wins.
/// Changes nothing. Grant 0 is the owner, who may everything: that is all it costs him.
/// </summary>
internal sealed class SessionKeyGate(EngineState state)
{
    /// <summary>A new order or a new version of one. It may not outlive the grant.</summary>
    public RejectReason CheckOrder(in NewOrder request, int account)
    {
        if (request.GrantId == 0)
        {
            return RejectReason.None;
        }

        var reason = Find(request.GrantId, account, SessionKeyPermissions.Trade, out var slot);
        if (reason != RejectReason.None)
        {
            return reason;
        }

        return Covers(slot, request.Order.MarketId)
            && request.Order.ExpirySeconds <= state.SessionKeys[slot].Grant.ExpiresAtSeconds
                ? RejectReason.None
                : RejectReason.SessionKeyScope;
    }

    /// <summary>A request about an order that is not known yet.</summary>
    public RejectReason Check(uint grantId, int account, SessionKeyPermissions needed) =>
        grantId == 0 ? RejectReason.None : Find(grantId, account, needed, out _);

    /// <summary>The market of an order that a key which passed <see cref="Check"/> names.</summary>
    public RejectReason CheckMarket(uint grantId, uint marketId) =>
        grantId == 0 || (state.SessionKeys.TryFind(grantId, out var slot) && Covers(slot, marketId))
            ? RejectReason.None
            : RejectReason.SessionKeyScope;

    /// <summary>C6: no wider than the grant, and never the lock.</summary>
    public RejectReason CheckMassCancel(in MassCancel request, int account)
    {
        if (request.GrantId == 0)
        {
            return RejectReason.None;
        }

        var reason = Find(request.GrantId, account, SessionKeyPermissions.Cancel, out var slot);
        if (reason != RejectReason.None)
        {
            return reason;
        }

        ref readonly var grant = ref state.SessionKeys[slot].Grant;
        var filters = request.Filters;
        var isInside = (filters & MassCancelFilters.Lock) == 0
            && (grant.Subaccount == SetSessionKey.AllSubaccounts || (filters & MassCancelFilters.AllSubaccounts) == 0)
            && (grant.MarketId == SetSessionKey.AllMarkets
                || ((filters & MassCancelFilters.Market) != 0 && request.MarketId == grant.MarketId));
        return isInside ? RejectReason.None : RejectReason.SessionKeyScope;
    }

    /// <summary>The same refusals as answers to cancels.</summary>
    public static CancelRejectReason ToCancel(RejectReason reason) => reason switch
    {
        RejectReason.SessionKeyUnknown => CancelRejectReason.SessionKeyUnknown,
        RejectReason.SessionKeyRevoked => CancelRejectReason.SessionKeyRevoked,
        RejectReason.SessionKeyExpired => CancelRejectReason.SessionKeyExpired,
        _ => CancelRejectReason.SessionKeyScope,
    };

    private RejectReason Find(uint grantId, int account, SessionKeyPermissions needed, out int slot)
    {
        ref readonly var asked = ref state.Accounts[account];
        if (!state.SessionKeys.TryFind(grantId, out slot) || state.SessionKeys[slot].Owner != asked.Owner)
        {
            return RejectReason.SessionKeyUnknown;
        }

        ref readonly var key = ref state.SessionKeys[slot];
        if (key.IsRevoked)
        {
            return RejectReason.SessionKeyRevoked;
        }

        if (key.IsOver(state.NowSeconds))
        {
            return RejectReason.SessionKeyExpired;
        }

        var isInside = (key.Grant.Permissions & needed) == needed
            && (key.Grant.Subaccount == SetSessionKey.AllSubaccounts || key.Grant.Subaccount == asked.Id.Subaccount);
        return isInside ? RejectReason.None : RejectReason.SessionKeyScope;
    }

    private bool Covers(int slot, uint marketId) =>
        state.SessionKeys[slot].Grant.MarketId is var market
        && (market == SetSessionKey.AllMarkets || market == marketId);
}
