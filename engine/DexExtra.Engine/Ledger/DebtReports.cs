using DexExtra.Messages;

namespace DexExtra.Engine.Ledger;

/// <summary>
/// PositionDebtChanged events: after every event by which an isolated position owes more or less, so that all
/// amounts of a frame add up (docs/money.md §16).
/// </summary>
internal sealed class DebtReports(EngineState state)
{
    /// <summary>Says what the position owes, if that is news.</summary>
    public void Report<TSink>(int slot, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref var position = ref state.Positions[slot];
        if (position.Shortfall == position.ReportedShortfall)
        {
            return;
        }

        ref readonly var terms = ref state.Markets[position.Market].Terms;
        var changed = new PositionDebtChanged
        {
            Account = state.Accounts[position.Account].Id,
            MarketId = terms.MarketId,
            AssetId = terms.AssetId,
            Change = position.Shortfall - position.ReportedShortfall,
            Debt = position.Shortfall,
        };
        position.ReportedShortfall = position.Shortfall;
        sink.Append(EventType.PositionDebtChanged, in changed);
    }
}
