using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>docs/money.md §21, X5, X9: the engine follows what owners did on chain.</summary>
public sealed partial class ReferenceEngine
{
    private void Apply(in OwnerAction action)
    {
        var token = action.Token;
        var asset = _state.Assets.Values.Where(a => a.Token == token).Select(a => (uint?)a.AssetId).FirstOrDefault();
        if (Refusal(in action, asset) is { } reason)
        {
            _state.Reject(CommandType.OwnerAction, reason, action.ActionId);
            return;
        }

        if (!_state.Accounts.TryGetValue(action.Account, out var account))
        {
            account = new ReferenceAccount(action.Account);
            _state.Accounts.Add(action.Account, account);
        }

        _state.LastActions[action.ChainId] = action.ActionId;
        _state.Sink.Append(EventType.OwnerActionTaken, new OwnerActionTaken { Request = action });
        var nonce = action.Number;
        switch (action.Kind)
        {
            case OwnerActionKind.CancelNonce:
                BurnNonce(account.Id.Owner, nonce);
                SweepAccount(account, action.Kind, CancelReason.CancelledOnChain, order => order.Request.Order.Nonce == nonce);
                break;
            case OwnerActionKind.CancelNoncesBelow:
                account.MinNonce = Math.Max(account.MinNonce, nonce);
                SweepAccount(account, action.Kind, CancelReason.CancelledOnChain, order => order.Request.Order.Nonce < nonce);
                break;
            default:
                if (asset is { } known)
                {
                    MoveExit(account, known, in action);
                }

                break;
        }
    }

    private CommandRejectReason? Refusal(in OwnerAction action, uint? asset)
    {
        var isNewChain = !_state.LastActions.TryGetValue(action.ChainId, out var last);
        if (action.ActionId != last + 1)
        {
            return action.ActionId <= last ? CommandRejectReason.AlreadyApplied : CommandRejectReason.Gap;
        }

        var isCancel = action.Kind is OwnerActionKind.CancelNonce or OwnerActionKind.CancelNoncesBelow;
        var account = _state.Accounts.GetValueOrDefault(action.Account);
        var asked = asset is { } id ? account?.ExitAsked.GetValueOrDefault(id) ?? 0 : BigInteger.Pow(2, 100);
        var mostExit = BigInteger.Pow(2, 100);
        mostExit = action.Kind == OwnerActionKind.ExitRequested ? mostExit : BigInteger.Min(asked, mostExit);
        if (action.Kind == OwnerActionKind.ExitPaid && asset is { } paid)
        {
            mostExit = BigInteger.Min(mostExit, _state.Deposited[paid] - _state.Withdrawn.GetValueOrDefault(paid));
        }

        var isValid = !action.Account.Owner.IsZero && action.Kind is >= OwnerActionKind.CancelNonce and <= OwnerActionKind.ExitCancelled
            && (isCancel ? action.Amount == 0 && action.Token.IsZero : action.Amount > 0 && action.Amount <= mostExit);
        if (!isValid)
        {
            return CommandRejectReason.InvalidParameters;
        }

        if (!isCancel && _state.Options.NettedSettlement)
        {
            return CommandRejectReason.NotSupported;
        }

        var needsBalance = asset is { } used && account?.Available.ContainsKey(used) != true;
        var sweeps = action.Kind <= OwnerActionKind.ExitRequested;
        var isFull = (account is null && _state.Accounts.Count == _state.Options.MaxAccounts)
            || (needsBalance && _state.BalanceCount == _state.Options.MaxBalances)
            || (isNewChain && _state.LastActions.Count == _state.Options.MaxChains)
            || (sweeps && _state.Sweeps.Count(sweep => sweep.Requester is not null) >= Limits.MaxMassCancels);
        return isFull ? CommandRejectReason.LimitReached : null;
    }

    /// <summary>As if an order had used it; further ahead than an order may go it closes the range.</summary>
    private void BurnNonce(Address owner, ulong nonce)
    {
        var highest = _state.HighestNonce.GetValueOrDefault(owner);
        if ((BigInteger)nonce > (BigInteger)highest + Limits.MaxNonceAdvance)
        {
            _state.NonceCeilings[owner] = Math.Min(nonce, _state.NonceCeilings.GetValueOrDefault(owner, ulong.MaxValue));
            return;
        }

        _state.UsedNonces.TryAdd(owner, []);
        _state.UsedNonces[owner].Add(nonce);
        _state.HighestNonce[owner] = Math.Max(highest, nonce);
    }

    private void SweepAccount(
        ReferenceAccount account, OwnerActionKind kind, CancelReason reason, Func<ReferenceOrder, bool> takes)
    {
        var orders = account.PositionsInOrder.SelectMany(position => position.Buys.OrderBy(order => order.IsReduceOnly)
            .Concat(position.Sells.OrderBy(order => order.IsReduceOnly)));
        var sweep = new ReferenceSweep
        {
            Rest = new Queue<ReferenceOrder>(orders),
            Takes = takes,
            Reason = reason,
            Requester = account,
            Action = kind,
        };
        _state.Sweeps.Add(sweep);
        GoOn(sweep);
    }

    private void MoveExit(ReferenceAccount account, uint asset, in OwnerAction action)
    {
        account.Available.TryAdd(asset, 0);
        account.ExitAsked.TryAdd(asset, 0);
        account.ExitLocked.TryAdd(asset, 0);
        var amount = (BigInteger)action.Amount;
        account.ExitAsked[asset] += action.Kind == OwnerActionKind.ExitRequested ? amount : -amount;
        if (action.Kind == OwnerActionKind.ExitPaid)
        {
            var locked = BigInteger.Min(amount, account.ExitLocked[asset]);
            account.ExitLocked[asset] -= locked;
            account.Available[asset] -= amount - locked;
            _state.Withdrawn[asset] = _state.Withdrawn.GetValueOrDefault(asset) + amount;
        }

        AdjustExit(account, asset, action.ActionId, action.Kind == OwnerActionKind.ExitPaid ? action.Amount : 0);
        if (action.Kind == OwnerActionKind.ExitRequested && account.ExitAsked[asset] > account.ExitLocked[asset])
        {
            SweepAccount(account, action.Kind, CancelReason.ForcedExit, _ => true);
        }
    }

    /// <summary>As much as is asked for and there is locked; told.</summary>
    private void AdjustExit(ReferenceAccount account, uint asset, ulong actionId = 0, Int128 paid = default)
    {
        var change = account.ExitAsked[asset] - account.ExitLocked[asset];
        change = BigInteger.Min(change, BigInteger.Max(0, account.Available[asset]));
        account.Available[asset] -= change;
        account.ExitLocked[asset] += change;
        _state.Sink.Append(EventType.ForcedExitChanged, new ForcedExitChanged
        {
            Account = account.Id,
            AccountSequence = ++account.Sequence,
            ActionId = actionId,
            Paid = paid,
            AssetId = asset,
            IsShort = (byte)(account.ExitAsked[asset] > account.ExitLocked[asset] ? 1 : 0),
            Asked = (Int128)account.ExitAsked[asset],
            Locked = (Int128)account.ExitLocked[asset],
            Available = account.Free(asset),
            Held = account.Held(asset),
            Owed = account.Owed(asset),
        });
    }

    /// <summary>What the orders of the account gave back.</summary>
    private void LockMore(ReferenceAccount account)
    {
        foreach (var asset in _state.Assets.Keys.Where(asset => account.Available.GetValueOrDefault(asset) > 0
            && account.ExitAsked.GetValueOrDefault(asset) > account.ExitLocked.GetValueOrDefault(asset)))
        {
            AdjustExit(account, asset);
        }
    }
}
