using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>X5, X9: what owners do on chain (docs/money.md §21).</summary>
public sealed partial class SlowLedger
{
    private readonly Dictionary<ulong, ulong> _actions = [];
    private readonly Dictionary<AccountId, ulong> _minNonces = [];

    /// <summary>What the action of this frame must still say of a balance.</summary>
    private SlowWallet? _exiting;
    private Int128 _exitPaid;
    private ulong _exitAction;

    private void OnOwnerAction(in OwnerActionTaken taken)
    {
        ref readonly var request = ref taken.Request;
        Expect("number of an owner's action", _actions.GetValueOrDefault(request.ChainId) + 1, request.ActionId);
        _actions[request.ChainId] = request.ActionId;
        if (request.Kind == OwnerActionKind.CancelNoncesBelow)
        {
            _minNonces[request.Account] = Math.Max(_minNonces.GetValueOrDefault(request.Account), request.Number);
        }

        var token = request.Token;
        var asset = Assets.Values.FirstOrDefault(item => item.Listing.Token == token);
        if (asset is null || request.Kind < OwnerActionKind.ExitRequested)
        {
            return;
        }

        That(!IsNetted, "an exit where net balances settle (X9)");
        var wallet = Touch(in request.Account, asset.Listing.AssetId);
        (_exiting, _exitAction, _exitPaid) = (wallet, request.ActionId, 0);
        wallet.ExitAsked += request.Kind == OwnerActionKind.ExitRequested ? request.Amount : -request.Amount;
        That(wallet.ExitAsked >= 0, "an exit takes more than it asked for (X9)", wallet);
        if (request.Kind == OwnerActionKind.ExitPaid)
        {
            _exitPaid = request.Amount;
            wallet.HasExited = true;
            var fromLock = Int128.Min(request.Amount, wallet.ExitLocked);
            wallet.ExitLocked -= fromLock;
            wallet.Charge(request.Amount - fromLock);
            wallet.Explained -= request.Amount;
            Touch(asset).Withdrawn += request.Amount;
        }
    }

    /// <summary>Everything that is there is locked, as far as it is asked for; nothing more stays locked.</summary>
    private void OnForcedExit(in ForcedExitChanged changed)
    {
        var wallet = Touch(in changed.Account, changed.AssetId);
        var more = Int128.Min(wallet.ExitAsked - wallet.ExitLocked, wallet.Available);
        wallet.ExitLocked += more;
        if (more >= 0)
        {
            wallet.Available -= more;
        }
        else
        {
            wallet.PayIn(-more);
        }

        var isOfAction = _exiting == wallet;
        Expect("action of an exit", isOfAction ? _exitAction : 0, changed.ActionId, wallet);
        Expect("paid by an exit", isOfAction ? _exitPaid : 0, changed.Paid, wallet);
        Expect("asked for by exits", wallet.ExitAsked, changed.Asked, wallet);
        Expect("locked for exits", wallet.ExitLocked, changed.Locked, wallet);
        Expect("short of an exit", wallet.ExitAsked > wallet.ExitLocked ? 1 : 0, changed.IsShort, wallet);
        ExpectBalances(wallet, changed.Available, changed.Held, changed.Owed);
        NoteReview(wallet);
        _exiting = isOfAction ? null : _exiting;
    }

    /// <summary>X4: a trade that is taken back takes from what is locked too.</summary>
    private static void UnlockExit(SlowWallet wallet)
    {
        wallet.PayIn(wallet.ExitLocked);
        wallet.ExitLocked = 0;
    }

    /// <summary>While the vault may take more than is locked, nobody trades with it or takes it out.</summary>
    private bool IsExitShort(in AccountId account)
    {
        foreach (var asset in Assets.Keys)
        {
            if (Wallet(in account, asset) is { } wallet && wallet.ExitAsked > wallet.ExitLocked)
            {
                return true;
            }
        }

        return false;
    }

    private void ExpectMayEnter(in SignedOrder order, SlowWallet wallet)
    {
        That(!IsExitShort(in order.Account), "an order while a forced exit is short (X9)", wallet);
        That(order.Nonce >= _minNonces.GetValueOrDefault(order.Account), "an order that its owner cancelled on chain (X5)", wallet);
    }
}
