using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Ledger;

/// <summary>
/// The one writer of BalanceChanged events: a balance after a movement that no order or trade made. The cross unit that
/// the balance belongs to is reviewed (§7).
/// </summary>
internal sealed class BalanceReports(EngineState state)
{
    /// <param name="balance">The balance, moved already.</param>
    /// <param name="kind">Why.</param>
    /// <param name="amount">What the account gained, negative if it lost; ledger units.</param>
    /// <param name="counterparty">The other account; default = a fund.</param>
    /// <param name="reference">Nonce, case or match that caused it; 0 = none.</param>
    /// <param name="market">The market that it concerns, if any.</param>
    /// <param name="sink">Where the event goes.</param>
    public void Report<TSink>(
        int balance, BalanceChange kind, Int128 amount, in AccountId counterparty, ulong reference, Market? market,
        ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref readonly var cash = ref state.Ledger[balance];
        state.ReviewCash(balance);
        var changed = new BalanceChanged
        {
            Account = state.Accounts[cash.Account].Id,
            AccountSequence = state.Accounts.NextSequence(cash.Account),
            AssetId = state.Assets[cash.Asset].Listing.AssetId,
            MarketId = market?.Terms.MarketId ?? 0,
            Amount = amount,
            Available = cash.Available,
            Held = cash.Held,
            Owed = cash.Owed,
            Margin = BucketOf(cash.Account, market),
            Counterparty = counterparty,
            Reference = reference,
            Kind = kind,
        };
        sink.Append(EventType.BalanceChanged, in changed);
    }

    private Int128 BucketOf(int account, Market? market) =>
        market is not null && state.Positions.TryFind(account, market.Slot, out var slot)
            ? state.Positions[slot].Bucket
            : 0;
}
