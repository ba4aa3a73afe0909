using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Streams;

/// <summary>
/// Draws grants and revocations of session keys, and lets keys send what else the stream sends: mostly keys of the
/// owner, live ones and such that are over; sometimes those of others or none that exists.
/// </summary>
internal sealed class SessionKeyMaker(StreamContext context)
{
    private const int KeysPerOwner = 20;
    private const int FirstKey = 5_000;

    private readonly StreamDice _dice = context.Dice;
    private readonly List<SessionKeyChanged> _grants = [];

    public void Changed(in SessionKeyChanged changed)
    {
        if (changed.Request.Action == SessionKeyAction.Grant)
        {
            _grants.Add(changed);
        }
    }

    public SetSessionKey Next() => _grants.Count > 0 && _dice.OneIn(4) ? Revoke() : Grant();

    /// <summary>Some commands are sent by a key instead of the owner.</summary>
    public void Lend(byte[] command)
    {
        if (!context.Profile.Has(StreamFeature.SessionKeys) || !CommandCodec.IsWellFormed(command) || _dice.OneIn(3))
        {
            return;
        }

        var body = command.AsSpan(CommandHeader.SizeBytes);
        switch (CommandCodec.Header(command.AsSpan()).Type)
        {
            case CommandType.NewOrder:
                Lend(ref View<NewOrder>(body));
                break;
            case CommandType.NewOrderList:
                LendList(ref View<NewOrderList>(body));
                break;
            case CommandType.ReplaceOrder:
                Lend(ref View<ReplaceOrder>(body).Order);
                break;
            case CommandType.AmendOrder:
                ref var amend = ref View<AmendOrder>(body);
                amend.GrantId = IdFor(in amend.Account);
                break;
            case CommandType.CancelOrder:
                ref var cancel = ref View<CancelOrder>(body);
                cancel.GrantId = IdFor(in cancel.Account);
                break;
            case CommandType.MassCancel:
                ref var massCancel = ref View<MassCancel>(body);
                massCancel.GrantId = IdFor(in massCancel.Account);
                break;
            case CommandType.MassQuote:
                LendQuote(ref View<MassQuote>(body));
                break;
            case CommandType.SetQuoteProtection:
                ref var protection = ref View<SetQuoteProtection>(body);
                protection.GrantId = IdFor(in protection.Account);
                break;
            case CommandType.UnlockAccount:
                ref var unlock = ref View<UnlockAccount>(body);
                unlock.GrantId = _dice.OneIn(8) ? IdFor(in unlock.Account) : 0;
                break;
            default:
                break;
        }
    }

    private static ref TBody View<TBody>(Span<byte> body)
        where TBody : unmanaged => ref System.Runtime.InteropServices.MemoryMarshal.AsRef<TBody>(body);

    private void LendList(ref NewOrderList list)
    {
        var id = IdFor(in list.Legs[0].Order.Account);
        foreach (ref var leg in list.Legs)
        {
            leg.GrantId = _dice.OneIn(40) ? 0 : id;
        }
    }

    private void LendQuote(ref MassQuote quote)
    {
        quote.GrantId = IdFor(in quote.Account);
        foreach (ref var side in quote.Sides)
        {
            side.GrantId = _dice.OneIn(40) ? 0 : quote.GrantId;
        }
    }

    private void Lend(ref NewOrder order)
    {
        order.GrantId = IdFor(in order.Order.Account);
        var id = order.GrantId;
        if (_grants.Find(grant => grant.GrantId == id) is { GrantId: not 0 } found && !_dice.OneIn(12))
        {
            order.Order.ExpirySeconds = Math.Min(order.Order.ExpirySeconds, found.Request.ExpiresAtSeconds);
        }
    }

    private uint IdFor(in AccountId account)
    {
        if (_dice.OneIn(60))
        {
            return (uint)_dice.Below(100);
        }

        var owner = account.Owner;
        var own = _grants.Where(grant => grant.Request.Owner == owner).TakeLast(6).ToList();
        return own.Count > 0 && !_dice.OneIn(40) ? _dice.Pick(own).GrantId
            : _grants.Count > 0 && _dice.OneIn(4) ? _dice.Pick(_grants).GrantId
            : 0;
    }

    private SetSessionKey Revoke()
    {
        var grant = _dice.OneIn(3) ? _dice.Pick(_grants) : _grants[^(1 + _dice.Below(Math.Min(5, _grants.Count)))];
        return new SetSessionKey
        {
            Action = SessionKeyAction.Revoke,
            Owner = grant.Request.Owner,
            Key = _dice.OneIn(30) ? KeyOf(1) : grant.Request.Key,
            Nonce = _dice.OneIn(30) ? grant.Request.Nonce + 1 : grant.Request.Nonce,
        };
    }

    private SetSessionKey Grant()
    {
        var account = _dice.OneIn(30) ? context.AccountOf(60) : context.Account();
        var owner = StreamContext.OwnerOf(in account);
        var grant = new SetSessionKey
        {
            Action = SessionKeyAction.Grant,
            Owner = account.Owner,
            Key = KeyOf((owner * KeysPerOwner) + _dice.Below(KeysPerOwner)),
            Subaccount = _dice.OneIn(3) ? account.Subaccount : SetSessionKey.AllSubaccounts,
            MarketId = _dice.OneIn(4) ? context.Market().Terms.MarketId : SetSessionKey.AllMarkets,
            Permissions = (SessionKeyPermissions)_dice.Pick([1, 2, 3, 3, 3, 3]),
            ExpiresAtSeconds = context.NowSeconds + (ulong)(_dice.OneIn(4)
                ? _dice.Between(1, 20)
                : _dice.Between(3_600, (long)Limits.MaxSessionKeySeconds)),
            Nonce = context.Nonce(owner),
        };
        Spoil(ref grant);
        return grant;
    }

    private void Spoil(ref SetSessionKey grant)
    {
        switch (_dice.Below(60))
        {
            case 0: grant.Key = grant.Owner; break;
            case 1: grant.Key = default; break;
            case 2: grant.Permissions = (SessionKeyPermissions)_dice.Pick([0, 4, 7]); break;
            case 3: grant.ExpiresAtSeconds = context.NowSeconds + (ulong)_dice.Pick([0L, (long)Limits.MaxSessionKeySeconds + 5]); break;
            case 4: grant.MarketId = 77; break;
            case 5: grant.Action = (SessionKeyAction)_dice.Pick([0, 3]); break;
            case 6: grant.Nonce -= Math.Min(grant.Nonce, (ulong)_dice.Below(3)); break;
            default: break;
        }
    }

    private static Address KeyOf(int number) => Scenarios.ScenarioNames.Account(FirstKey + number, 0).Owner;
}
