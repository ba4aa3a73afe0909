using DexExtra.Engine.Ledger;
using DexExtra.Messages;

namespace DexExtra.Engine.Inspection;

/// <summary>
/// Part of the audit: every class of ledger entry, added up from its entries, is its control total, and all of them are
/// what was deposited less what was withdrawn (F8, ENG-04).
/// </summary>
internal sealed class LedgerAudit(EngineState state, Int128[] heldByBalance)
{
    private readonly Int128[] _sums = new Int128[(int)LedgerClass.Dust + 1];

    public void CheckAsset(int asset)
    {
        Array.Clear(_sums);
        AddBalances(asset);
        AddPositions(asset);
        AddFunds(asset);
        AddWithdrawals(asset);
        Int128 all = 0;
        for (var kind = 0; kind < _sums.Length; kind++)
        {
            Invariant.That(
                _sums[kind] == state.Ledger.Total(asset, (LedgerClass)kind), "every class of entries adds up");
            all += _sums[kind];
        }

        ref readonly var entry = ref state.Assets[asset];
        Invariant.That(all == entry.Deposited - entry.Withdrawn, "all entries = deposited − withdrawn (F8)");
    }

    private void AddBalances(int asset)
    {
        for (var slot = 0; slot < state.Ledger.BalanceCount; slot++)
        {
            ref readonly var balance = ref state.Ledger[slot];
            if (balance.Asset != asset)
            {
                continue;
            }

            Invariant.That(balance.Available >= 0, "no balance is negative");
            Invariant.That(balance.Owed <= 0, "a debt is not positive");
            Invariant.That(balance.Owed == 0 || balance.Available == 0, "nobody owes while cash is available");
            Invariant.That(balance.Held == heldByBalance[slot], "held equals the holds of the open orders");
            _sums[(int)LedgerClass.Available] += balance.Available;
            _sums[(int)LedgerClass.Held] += balance.Held;
            _sums[(int)LedgerClass.Owed] += balance.Owed;
            var locked = state.Exits.Locked(slot);
            Invariant.That(
                locked >= 0 && locked <= state.Exits.Asked(slot), "exits lock no more than they ask for");
            _sums[(int)LedgerClass.Withdrawing] += locked;
        }
    }

    private void AddPositions(int asset)
    {
        for (var slot = 0; slot < state.Positions.Count; slot++)
        {
            ref readonly var position = ref state.Positions[slot];
            if (state.Markets[position.Market].Asset == asset)
            {
                Invariant.That(position.Bucket >= 0, "no bucket is negative");
                Invariant.That(
                    position.Bucket == 0 || position.Mode == MarginMode.Isolated, "only isolated positions have one");
                Invariant.That(
                    position.Shortfall <= 0 && (position.Shortfall == 0 || position.Mode == MarginMode.Isolated),
                    "only isolated positions have a debt of their own");
                _sums[(int)LedgerClass.Margin] += position.Bucket;
                _sums[(int)LedgerClass.Owed] += position.Shortfall;
            }
        }
    }

    private void AddWithdrawals(int asset)
    {
        var withdrawals = state.Withdrawals;
        var waiting = 0;
        for (var slot = withdrawals.Oldest; slot >= 0; slot = withdrawals[slot].Next)
        {
            ref readonly var withdrawal = ref withdrawals[slot];
            waiting += withdrawal.State == WithdrawalState.Waiting ? 1 : 0;
            Invariant.That(
                withdrawal.Locked == (withdrawal.IsOver ? 0 : withdrawal.Request.Amount),
                "a withdrawal locks its amount until it is over");
            if (state.Ledger[withdrawal.Balance].Asset == asset)
            {
                _sums[(int)LedgerClass.Withdrawing] += withdrawal.Locked;
            }
        }

        Invariant.That(waiting == withdrawals.WaitingCount, "every waiting withdrawal is in the queue");
    }

    private void AddFunds(int asset)
    {
        for (var slot = 0; slot < state.Markets.Count; slot++)
        {
            var market = state.Markets[slot];
            if (market.Asset == asset)
            {
                Invariant.That(market.InsuranceAmount >= 0, "no insurance is negative");
                _sums[(int)LedgerClass.Pool] += market.PoolAmount;
                _sums[(int)LedgerClass.Insurance] += market.InsuranceAmount;
            }
        }

        ref readonly var entry = ref state.Assets[asset];
        Invariant.That(entry.Fees >= 0 && entry.Guarantee >= 0 && entry.Dust >= 0, "no fund is negative");
        _sums[(int)LedgerClass.Fee] += entry.Fees;
        _sums[(int)LedgerClass.Guarantee] += entry.Guarantee;
        _sums[(int)LedgerClass.Dust] += entry.Dust;
    }
}
