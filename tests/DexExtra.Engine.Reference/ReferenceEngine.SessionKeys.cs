using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>docs/money.md §17: grants, what they allow, and what happens to the orders of a revoked one.</summary>
public sealed partial class ReferenceEngine
{
    private const int PlacesLookedAt = 1_024;

    private void Apply(in SetSessionKey request)
    {
        var message = request;
        var isKnown = _state.Accounts.Keys.Any(id => id.Owner == message.Owner);
        CommandRejectReason? reason = request.Action switch
        {
            SessionKeyAction.Grant or SessionKeyAction.Revoke when !isKnown => CommandRejectReason.UnknownAccount,
            SessionKeyAction.Grant => GrantRefusal(in request),
            SessionKeyAction.Revoke => RevokeRefusal(in request),
            _ => CommandRejectReason.InvalidParameters,
        };
        if (reason is { } refusal)
        {
            _state.Reject(CommandType.SetSessionKey, refusal, request.Nonce);
            return;
        }

        var grant = request.Action == SessionKeyAction.Grant ? Grant(in request) : Remembered(in request)!;
        _state.Sink.Append(
            EventType.SessionKeyChanged, new SessionKeyChanged { Request = request, GrantId = grant.Id });
        if (request.Action == SessionKeyAction.Revoke)
        {
            grant.IsRevoked = true;
            _state.RevokedGrants.Add(grant);
            CancelRevoked();
        }
    }

    private CommandRejectReason? GrantRefusal(in SetSessionKey request)
    {
        var message = request;
        var nonce = NonceRefusal(request.Owner, request.Nonce);
        if (nonce != RejectReason.None)
        {
            return nonce == RejectReason.NonceReused
                ? CommandRejectReason.AlreadyApplied
                : CommandRejectReason.InvalidNonce;
        }

        var now = (ulong)_state.NowSecond;
        var isValid = !request.Key.IsZero && request.Key != request.Owner
            && request.Permissions is SessionKeyPermissions.Trade or SessionKeyPermissions.Cancel
                or (SessionKeyPermissions.Trade | SessionKeyPermissions.Cancel)
            && request.ExpiresAtSeconds > now
            && request.ExpiresAtSeconds <= now + Limits.MaxSessionKeySeconds;
        if (!isValid)
        {
            return CommandRejectReason.InvalidParameters;
        }

        if (request.MarketId != 0 && !_state.Markets.ContainsKey(request.MarketId))
        {
            return CommandRejectReason.UnknownMarket;
        }

        var live = _state.Grants.OfType<ReferenceGrant>()
            .Where(grant => grant.Request.Owner == message.Owner && !grant.IsOver(_state.NowSecond)).ToList();
        return live.Any(grant => grant.Request.Key == message.Key) ? CommandRejectReason.SessionKeyExists
            : live.Count >= Limits.MaxSessionKeysPerOwner || !FindPlace() ? CommandRejectReason.LimitReached
            : null;
    }

    /// <summary>In a full table the grants are looked at in turn; the first that is over and has no orders goes.</summary>
    private bool FindPlace()
    {
        if (_state.Grants.Count < options.MaxSessionKeys)
        {
            _state.Grants.Add(null);
            _state.FoundPlace = _state.Grants.Count - 1;
            return true;
        }

        for (var look = 0; look < Math.Min(PlacesLookedAt, _state.Grants.Count); look++)
        {
            _state.FoundPlace = _state.NextPlace;
            _state.NextPlace = (_state.NextPlace + 1) % options.MaxSessionKeys;
            var grant = _state.Grants[_state.FoundPlace]!;
            if (grant.IsOver(_state.NowSecond) && grant.Orders.Count == 0 && !_state.RevokedGrants.Contains(grant))
            {
                return true;
            }
        }

        return false;
    }

    private ReferenceGrant Grant(in SetSessionKey request)
    {
        UseNonce(request.Owner, request.Nonce);
        var grant = new ReferenceGrant(++_state.LastGrant, request);
        _state.Grants[_state.FoundPlace] = grant;
        return grant;
    }

    private CommandRejectReason? RevokeRefusal(in SetSessionKey request) => Remembered(in request) switch
    {
        null => CommandRejectReason.SessionKeyUnknown,
        { IsRevoked: true } => CommandRejectReason.AlreadyApplied,
        _ => null,
    };

    private ReferenceGrant? Remembered(in SetSessionKey request)
    {
        var message = request;
        return _state.Grants.Find(grant => grant!.Request.Owner == message.Owner
            && grant.Request.Nonce == message.Nonce && grant.Request.Key == message.Key);
    }

    private ReferenceGrant? GrantOf(uint id) => _state.Grants.Find(grant => grant!.Id == id);

    /// <summary>Of a request of an account that is known.</summary>
    private RejectReason KeyRefusal(uint id, AccountId account, SessionKeyPermissions needed)
    {
        if (id == 0)
        {
            return RejectReason.None;
        }

        if (GrantOf(id) is not { } grant || grant.Request.Owner != account.Owner)
        {
            return RejectReason.SessionKeyUnknown;
        }

        return grant.IsRevoked ? RejectReason.SessionKeyRevoked
            : grant.IsOver(_state.NowSecond) ? RejectReason.SessionKeyExpired
            : !grant.Request.Permissions.HasFlag(needed) ? RejectReason.SessionKeyScope
            : grant.Request.Subaccount is var sub && sub != uint.MaxValue && sub != account.Subaccount
                ? RejectReason.SessionKeyScope
            : RejectReason.None;
    }

    private RejectReason MarketRefusal(uint id, uint market) =>
        id != 0 && GrantOf(id)!.Request.MarketId is var only && only != 0 && only != market
            ? RejectReason.SessionKeyScope
            : RejectReason.None;

    private RejectReason OrderKeyRefusal(in NewOrder request)
    {
        var (id, signed) = (request.GrantId, request.Order);
        var reason = KeyRefusal(id, signed.Account, SessionKeyPermissions.Trade);
        reason = Then(reason, () => MarketRefusal(id, signed.MarketId));
        return Then(reason, () => id != 0 && signed.ExpirySeconds > GrantOf(id)!.Request.ExpiresAtSeconds
            ? RejectReason.SessionKeyScope
            : RejectReason.None);
    }

    private RejectReason MassCancelKeyRefusal(in MassCancel request)
    {
        var message = request;
        var filters = request.Filters;
        var reason = KeyRefusal(request.GrantId, request.Account, SessionKeyPermissions.Cancel);
        if (reason != RejectReason.None || request.GrantId == 0)
        {
            return reason;
        }

        var grant = GrantOf(message.GrantId)!.Request;
        var isTooWide = filters.HasFlag(MassCancelFilters.Lock)
            || (grant.Subaccount != uint.MaxValue && filters.HasFlag(MassCancelFilters.AllSubaccounts))
            || (grant.MarketId != 0
                && !(filters.HasFlag(MassCancelFilters.Market) && message.MarketId == grant.MarketId));
        return isTooWide ? RejectReason.SessionKeyScope : RejectReason.None;
    }

    private static CancelRejectReason ToCancel(RejectReason reason) =>
        Enum.Parse<CancelRejectReason>(reason.ToString());

    private void JoinGrant(ReferenceOrder order)
    {
        if (order.Request.GrantId != 0)
        {
            GrantOf(order.Request.GrantId)!.Orders.Add(order);
        }
    }

    private void LeaveGrant(ReferenceOrder order)
    {
        if (order.Request.GrantId != 0)
        {
            GrantOf(order.Request.GrantId)?.Orders.Remove(order);
        }
    }

    /// <summary>Grants in order of revocation; what is uncrossing is passed over.</summary>
    private void CancelRevoked()
    {
        foreach (var grant in _state.RevokedGrants.ToList())
        {
            foreach (var order in grant.Orders.ToList())
            {
                if (_visits == 0)
                {
                    break;
                }

                _visits--;
                if (!MarketOf(order).IsUncrossing)
                {
                    Cancel(order, CancelReason.SessionKeyRevoked);
                }
            }

            if (grant.Orders.Count == 0)
            {
                _state.RevokedGrants.Remove(grant);
            }
        }
    }
}
