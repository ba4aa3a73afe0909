using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Streams;

/// <summary>
/// Draws what owners do on chain: cancels of nonces near those of their orders or far away, exits of much or little,
/// payments of less than was asked, exits given up; sometimes what no chain would say.
/// </summary>
internal sealed class OwnerActionMaker(StreamContext context)
{
    private const ulong ChainId = 31_337;

    private readonly StreamDice _dice = context.Dice;
    private readonly Dictionary<AccountId, ForcedExitChanged> _exits = [];
    private ulong _next = 1;

    public void Taken(in OwnerActionTaken taken) =>
        _next = taken.Request.ChainId == ChainId ? taken.Request.ActionId + 1 : _next;

    public void Changed(in ForcedExitChanged changed) => _exits[changed.Account] = changed;

    public OwnerAction Next()
    {
        var open = _exits.Values.Where(exit => exit.Asked > 0).ToList();
        var action = open.Count > 0 && !_dice.OneIn(4) ? End(_dice.Pick(open))
            : _dice.OneIn(3) ? Exit()
            : Cancel();
        action.ActionId = _next;
        action.ChainId = ChainId;
        action.BlockNumber = _next;
        Spoil(ref action);
        return action;
    }

    private OwnerAction Exit() => new()
    {
        Kind = OwnerActionKind.ExitRequested,
        Account = _dice.OneIn(20) ? context.AccountOf(70) : context.Account(),
        Token = CustodyMaker.Token(_dice.OneIn(20) ? 999 : 0),
        Amount = _dice.Below(8) switch
        {
            0 => Limits.MaxExitAmount,
            < 4 => _dice.Between(1, 2_000_000_000),
            _ => _dice.Between(1, 5_000),
        },
        Number = _next,
    };

    /// <summary>Paid in full or in part, or given up.</summary>
    private OwnerAction End(in ForcedExitChanged exit)
    {
        var isPaid = !_dice.OneIn(3);
        var most = isPaid ? Int128.Min(exit.Asked, exit.Locked + exit.Available) : exit.Asked;
        most = _dice.OneIn(12) ? exit.Asked : most;
        return new OwnerAction
        {
            Kind = isPaid && most > 0 && most < 1_000_000_000_000 ? OwnerActionKind.ExitPaid : OwnerActionKind.ExitCancelled,
            Account = exit.Account,
            Token = CustodyMaker.Token(0),
            Amount = most <= 0 ? exit.Asked : _dice.OneIn(2) ? most : Int128.Max(1, most * _dice.Between(1, 100) / 100),
            Number = _next,
        };
    }

    private OwnerAction Cancel()
    {
        var account = _dice.OneIn(20) ? context.AccountOf(71) : context.Account();
        var own = context.World.Open.Where(order => order.Request.Order.Account == account).ToList();
        var nonce = own.Count > 0 && !_dice.OneIn(5) ? _dice.Pick(own).Request.Order.Nonce
            : _dice.Pick([0UL, 1UL, 300UL, 20_000UL, Limits.MaxNonceAdvance * 3, ulong.MaxValue]);
        var isOne = !_dice.OneIn(3);
        return new OwnerAction
        {
            Kind = isOne ? OwnerActionKind.CancelNonce : OwnerActionKind.CancelNoncesBelow,
            Account = account,
            Number = isOne || own.Count > 0 ? nonce : Math.Min(nonce, 300),
        };
    }

    private void Spoil(ref OwnerAction action)
    {
        switch (_dice.Below(80))
        {
            case 0: action.ActionId += 1; break;
            case 1: action.ActionId -= 1; break;
            case 2: action.ChainId = (ulong)_dice.Between(1, 4); break;
            case 3: action.Kind = (OwnerActionKind)_dice.Pick([0, 6]); break;
            case 4: action.Amount = -action.Amount; break;
            case 5: action.Account = default; break;
            case 6: action.Amount = Limits.MaxExitAmount + 1; break;
            case 7: action.Token = CustodyMaker.Token(_dice.Pick([0, 1, 999])); break;
            default: break;
        }
    }
}
