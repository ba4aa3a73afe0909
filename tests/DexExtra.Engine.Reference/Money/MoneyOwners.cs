using DexExtra.Engine.Reference.Streams;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>
/// X5, X9: owners who cancel on chain and force exits: of a little, of all, of more than there is; paid out of what is
/// locked, or of what orders and withdrawals hold as well, in parts, or given up.
/// </summary>
internal sealed class MoneyOwners(MoneyContext context)
{
    private const ulong ChainId = 31_337;

    private readonly StreamDice _dice = context.Dice;
    private readonly List<SlowWallet> _exiting = [];
    private ulong _next = 1;

    public void Observe(ReadOnlySpan<byte> frame)
    {
        foreach (var item in new EventFrame(frame))
        {
            if (item.Type == EventType.OwnerActionTaken)
            {
                _next = item.Body<OwnerActionTaken>().Request.ActionId + 1;
            }
            else if (item.Type == EventType.ForcedExitChanged)
            {
                ref readonly var changed = ref item.Body<ForcedExitChanged>();
                var wallet = context.Ledger.Wallet(in changed.Account, changed.AssetId)!;
                _exiting.Remove(wallet);
                if (wallet.ExitAsked > 0)
                {
                    _exiting.Add(wallet);
                }
            }
        }
    }

    public byte[]? Next()
    {
        if (context.AnyWallet() is not { } wallet)
        {
            return null;
        }

        var action = _exiting.Count > 0 && !_dice.OneIn(4) ? End(_dice.Pick(_exiting))
            : _dice.OneIn(2) ? Cancel(wallet.Account)
            : Exit(wallet);
        action.ActionId = _next;
        action.ChainId = ChainId;
        return context.Write(CommandType.OwnerAction, action);
    }

    private OwnerAction Exit(SlowWallet wallet) => new()
    {
        Kind = OwnerActionKind.ExitRequested,
        Account = wallet.Account,
        Token = wallet.Asset.Listing.Token,
        Amount = Int128.Max(1, _dice.Below(4) switch
        {
            0 => Limits.MaxExitAmount,
            1 => wallet.Total(),
            _ => wallet.Available * _dice.Between(1, 120) / 100,
        }),
    };

    /// <summary>The vault pays no more than the account has there.</summary>
    private OwnerAction End(SlowWallet wallet)
    {
        var there = Int128.Min(wallet.ExitAsked, wallet.Total());
        var isPaid = there > 0 && !_dice.OneIn(3);
        var most = isPaid ? there : wallet.ExitAsked;
        return new OwnerAction
        {
            Kind = isPaid ? OwnerActionKind.ExitPaid : OwnerActionKind.ExitCancelled,
            Account = wallet.Account,
            Token = wallet.Asset.Listing.Token,
            Amount = _dice.OneIn(2) ? most : Int128.Max(1, most / 100 * _dice.Between(1, 100)),
        };
    }

    private OwnerAction Cancel(AccountId account)
    {
        var nonce = context.Nonce(account);
        return new OwnerAction
        {
            Kind = _dice.OneIn(3) ? OwnerActionKind.CancelNoncesBelow : OwnerActionKind.CancelNonce,
            Account = account,
            Number = nonce - Math.Min(nonce, (ulong)_dice.Below(4)) + (_dice.OneIn(4) ? 3UL : 0),
        };
    }
}
