using DexExtra.Messages;

namespace DexExtra.Persistence.Tests.Infrastructure;

/// <summary>Bob cancels nonces and forces exits on chain: one is paid in part, the rest given up, one stays.</summary>
internal sealed partial class MoneyScript
{
    private ulong _action;

    private void Exits()
    {
        Frame(CommandType.OwnerAction, () => Taken(OwnerActionKind.CancelNonce, 0));
        Frame(CommandType.OwnerAction, () => Taken(OwnerActionKind.CancelNoncesBelow, 0));
        Exit(OwnerActionKind.ExitRequested, 9, asked: 9, locked: 5, cash: -5);
        Frame(CommandType.Tick, () => Exited(asked: 9, locked: 9, cash: -4, paid: 0, actionId: 0));
        Exit(OwnerActionKind.ExitPaid, 6, asked: 3, locked: 3, cash: 0);
        Exit(OwnerActionKind.ExitCancelled, 3, asked: 0, locked: 0, cash: 3);
        Exit(OwnerActionKind.ExitRequested, 2, asked: 2, locked: 2, cash: -2);
    }

    private void Exit(OwnerActionKind kind, int amount, int asked, int locked, int cash) => Frame(CommandType.OwnerAction, () =>
    {
        Taken(kind, amount);
        Exited(asked, locked, cash, kind == OwnerActionKind.ExitPaid ? amount : 0, _action);
    });

    private void Taken(OwnerActionKind kind, int amount) => Emit(EventType.OwnerActionTaken, new OwnerActionTaken
    {
        Request = new OwnerAction
        {
            ActionId = ++_action,
            ChainId = VenueSimulator.ChainId,
            Account = _bob,
            Token = amount == 0 ? default : VenueSimulator.AddressOf(200),
            LogIndex = 4,
            Amount = amount * One,
            Number = ulong.MaxValue,
            BlockNumber = 15,
            TransactionHash = HashOf(8),
            Kind = kind,
        },
    });

    private void Exited(int asked, int locked, int cash, int paid, ulong actionId)
    {
        _available[_bob] += cash * One;
        Emit(EventType.ForcedExitChanged, new ForcedExitChanged
        {
            Account = _bob,
            AccountSequence = Next(_bob),
            ActionId = actionId,
            AssetId = 1,
            IsShort = asked > locked ? (byte)1 : (byte)0,
            Asked = asked * One,
            Locked = locked * One,
            Paid = paid * One,
            Available = _available[_bob],
        });
    }
}
