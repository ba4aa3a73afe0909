using DexExtra.Engine.Sweeps;
using DexExtra.Messages;

namespace DexExtra.Engine.SessionKeys;

/// <summary>
/// SetSessionKey command (docs/money.md §17). A grant is refused, first failure wins: UNKNOWN_ACCOUNT, ALREADY_APPLIED,
/// INVALID_NONCE, INVALID_PARAMETERS, UNKNOWN_MARKET, SESSION_KEY_EXISTS, LIMIT_REACHED. A revocation: UNKNOWN_ACCOUNT,
/// SESSION_KEY_UNKNOWN, ALREADY_APPLIED.
/// </summary>
internal sealed class SessionKeyHandler(EngineState state, OrderSweeps sweeps)
{
    private const SessionKeyPermissions AllPermissions = SessionKeyPermissions.Trade | SessionKeyPermissions.Cancel;

    /// <summary>What keys may do.</summary>
    public SessionKeyGate Gate { get; } = new(state);

    public void Apply<TSink>(in SetSessionKey request, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var slot = -1;
        var reason = request.Action switch
        {
            SessionKeyAction.Grant => TryGrant(in request, out slot),
            SessionKeyAction.Revoke => TryRevoke(in request, out slot),
            _ => CommandRejectReason.InvalidParameters,
        };
        if (reason is { } refusal)
        {
            EngineEvents.Reject(ref sink, CommandType.SetSessionKey, refusal, request.Nonce);
            return;
        }

        var changed = new SessionKeyChanged { Request = request, GrantId = state.SessionKeys[slot].Id };
        sink.Append(EventType.SessionKeyChanged, in changed);
        sweeps.SweepRevoked(ref sink);
    }

    private CommandRejectReason? TryGrant(in SetSessionKey request, out int slot)
    {
        slot = -1;
        if (!state.Accounts.TryFindOwner(in request.Owner, out var owner))
        {
            return CommandRejectReason.UnknownAccount;
        }

        var nonce = state.Nonces.Check(owner, request.Nonce);
        if (nonce != RejectReason.None)
        {
            return nonce == RejectReason.NonceReused
                ? CommandRejectReason.AlreadyApplied
                : CommandRejectReason.InvalidNonce;
        }

        if (!IsValid(in request))
        {
            return CommandRejectReason.InvalidParameters;
        }

        if (request.MarketId != SetSessionKey.AllMarkets && state.Markets.Find(request.MarketId) is null)
        {
            return CommandRejectReason.UnknownMarket;
        }

        var live = state.SessionKeys.CountLive(owner, in request.Key, state.NowSeconds, out var isGranted);
        if (isGranted)
        {
            return CommandRejectReason.SessionKeyExists;
        }

        slot = live < Limits.MaxSessionKeysPerOwner ? state.SessionKeys.FindPlace(state.NowSeconds) : -1;
        if (slot < 0)
        {
            return CommandRejectReason.LimitReached;
        }

        state.Nonces.Consume(owner, request.Nonce);
        state.SessionKeys.Add(slot, owner, in request);
        return null;
    }

    private bool IsValid(in SetSessionKey request) =>
        !request.Key.IsZero
        && request.Key != request.Owner
        && request.Permissions != SessionKeyPermissions.None
        && (request.Permissions & ~AllPermissions) == 0
        && request.ExpiresAtSeconds > state.NowSeconds
        && request.ExpiresAtSeconds - state.NowSeconds <= Limits.MaxSessionKeySeconds;

    /// <summary>The nonce is the grant's: it names it, and nothing is spent.</summary>
    private CommandRejectReason? TryRevoke(in SetSessionKey request, out int slot)
    {
        slot = -1;
        if (!state.Accounts.TryFindOwner(in request.Owner, out var owner))
        {
            return CommandRejectReason.UnknownAccount;
        }

        if (!state.SessionKeys.TryFind(owner, request.Nonce, out slot)
            || state.SessionKeys[slot].Grant.Key != request.Key)
        {
            return CommandRejectReason.SessionKeyUnknown;
        }

        if (state.SessionKeys[slot].IsRevoked)
        {
            return CommandRejectReason.AlreadyApplied;
        }

        state.SessionKeys.Revoke(slot);
        return null;
    }
}
