using DexExtra.Messages;

namespace DexExtra.Engine.OwnerActions;

/// <summary>X9: moves money between what an account may use and what is locked for its exits.</summary>
internal sealed class ExitLocks(EngineState state)
{
    /// <summary>Locks as much as is asked for and available, and unlocks what is not asked for any more.</summary>
    public void Adjust(int balance, bool wasShort)
    {
        var (ledger, exits) = (state.Ledger, state.Exits);
        var missing = exits.Asked(balance) - exits.Locked(balance);
        var asset = ledger[balance].Asset;
        if (missing > 0)
        {
            var more = Int128.Min(missing, ledger[balance].Available);
            ledger.Post(asset, ledger.Available(balance), exits.Entry(balance), more);
        }
        else
        {
            ledger.PayIn(balance, exits.Entry(balance), -missing);
        }

        exits.Count(ledger[balance].Account, wasShort, exits.IsShort(balance));
        state.ReviewCash(balance);
    }

    /// <summary>What the account's orders gave back is locked as well; told where something changed.</summary>
    public void TopUp<TSink>(int account, ref TSink sink)
        where TSink : struct, IEventSink
    {
        for (var asset = 0; asset < state.Assets.Count; asset++)
        {
            if (state.Ledger.TryFind(account, asset, out var balance) && state.Exits.IsShort(balance)
                && state.Ledger[balance].Available > 0)
            {
                Adjust(balance, wasShort: true);
                Report(balance, ref sink);
            }
        }
    }

    /// <summary>
    /// X4: a trade that the chain refused is taken back out of money that it may have brought, locked or not. Gives
    /// back what is locked until <see cref="Close"/> or <see cref="Restore"/>.
    /// </summary>
    /// <returns>What was locked.</returns>
    public Int128 Open(int balance)
    {
        var locked = state.Exits.Locked(balance);
        if (locked > 0)
        {
            state.Ledger.PayIn(balance, state.Exits.Entry(balance), locked);
        }

        return locked;
    }

    /// <summary>Nothing was taken back: locks the same again.</summary>
    public void Restore(int balance, Int128 locked)
    {
        if (locked > 0)
        {
            var ledger = state.Ledger;
            ledger.Post(ledger[balance].Asset, ledger.Available(balance), state.Exits.Entry(balance), locked);
        }
    }

    /// <summary>Locks what is there after a trade was taken back.</summary>
    public void Close<TSink>(int balance, Int128 locked, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (locked > 0)
        {
            Adjust(balance, wasShort: state.Exits.Asked(balance) > locked);
            Report(balance, ref sink);
        }
    }

    /// <summary>The event of a balance.</summary>
    public void Report<TSink>(int balance, ref TSink sink, ulong actionId = 0, Int128 paid = default)
        where TSink : struct, IEventSink
    {
        ref readonly var cash = ref state.Ledger[balance];
        var changed = new ForcedExitChanged
        {
            Account = state.Accounts[cash.Account].Id,
            AccountSequence = state.Accounts.NextSequence(cash.Account),
            ActionId = actionId,
            Paid = paid,
            AssetId = state.Assets[cash.Asset].Listing.AssetId,
            IsShort = state.Exits.IsShort(balance) ? (byte)1 : (byte)0,
            Asked = state.Exits.Asked(balance),
            Locked = state.Exits.Locked(balance),
            Available = cash.Available,
            Held = cash.Held,
            Owed = cash.Owed,
        };
        sink.Append(EventType.ForcedExitChanged, in changed);
    }
}
