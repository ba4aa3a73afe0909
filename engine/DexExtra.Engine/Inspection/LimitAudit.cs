using DexExtra.Engine.Book;
using DexExtra.Engine.OrderLimits;
using DexExtra.Engine.Risk;
using DexExtra.Messages;

namespace DexExtra.Engine.Inspection;

/// <summary>
/// Part of the audit: what limits are compared with, counted again from orders and positions (R6), and the cross
/// positions of each balance.
/// </summary>
internal sealed class LimitAudit(EngineState state)
{
    private readonly int[] _openOrders = new int[state.Accounts.Count];
    private readonly int[] _stops = new int[state.Accounts.Count];
    private readonly int[] _crossPositions = new int[state.Ledger.BalanceCount];
    private readonly OwnerExposure[] _exposures = new OwnerExposure[state.Positions.Exposures.Count];

    public void Check()
    {
        for (var slot = 0; slot < state.Positions.Count; slot++)
        {
            ref var position = ref state.Positions[slot];
            CountOrders(in position, position.Buys);
            CountOrders(in position, position.Sells);
            CountOrders(in position, position.ReduceOnlyBuys);
            CountOrders(in position, position.ReduceOnlySells);
            CountPosition(in position);
        }

        for (var account = 0; account < state.Accounts.Count; account++)
        {
            Invariant.That(
                state.Accounts[account].OpenOrders == _openOrders[account]
                    && state.Accounts[account].Stops == _stops[account],
                "an account's open orders are counted");
        }

        for (var balance = 0; balance < state.Ledger.BalanceCount; balance++)
        {
            Invariant.That(
                state.Ledger[balance].CrossPositions == _crossPositions[balance], "cross positions are counted");
        }

        CheckExposures();
    }

    private void CountOrders(in Position position, ChainHead orders)
    {
        for (var slot = orders.First; slot >= 0; slot = Chain<ByPosition>.Next(state.Orders, slot))
        {
            _openOrders[position.Account]++;
            _stops[position.Account] += OrderCombinations.IsTriggered(state.Orders.Terms(slot).Type) ? 1 : 0;
        }
    }

    private void CountPosition(in Position position)
    {
        ref var exposure = ref _exposures[position.Exposure];
        exposure.Owner = state.Accounts[position.Account].Owner;
        exposure.Market = position.Market;
        exposure.Lots += position.Lots;
        exposure.OpenBuyLots += position.OpenBuyLots;
        exposure.OpenSellLots += position.OpenSellLots;
        if (position.Mode == MarginMode.Cross)
        {
            var hasBalance = state.Ledger.TryFind(
                position.Account, state.Markets[position.Market].Asset, out var balance);
            Invariant.That(hasBalance, "a cross position has a balance");
            _crossPositions[balance]++;
        }
    }

    private void CheckExposures()
    {
        var isUsed = state.Positions.Exposures.IsUsed;
        for (var slot = 0; slot < _exposures.Length; slot++)
        {
            ref readonly var counted = ref _exposures[slot];
            ref readonly var kept = ref state.Positions.Exposures[slot];
            Invariant.That(
                kept.Owner == counted.Owner
                    && kept.Market == counted.Market
                    && kept.Lots == (isUsed ? counted.Lots : 0)
                    && kept.OpenBuyLots == (isUsed ? counted.OpenBuyLots : 0)
                    && kept.OpenSellLots == (isUsed ? counted.OpenSellLots : 0),
                "an owner's exposure is that of its positions (R6)");
        }
    }
}
