using DexExtra.Engine.Margin;
using DexExtra.Messages;

namespace DexExtra.Engine.Inspection;

/// <summary>
/// The part of the audit that is about liquidations: the list and its units name each other, the first of it is due
/// first, and at most one unit deleverages or socialises in a market.
/// </summary>
internal static class LiquidationAudit
{
    /// <exception cref="InvariantViolationException">Something does not add up.</exception>
    public static void Check(EngineState state)
    {
        Invariant.That(
            state.Liquidations.Waiting == state.Liquidations.Count, "between commands every liquidation waits");
        var units = new MarginUnits(state);
        var claims = new bool[state.Markets.Count];
        var unpaid = 0;
        var shared = 0;
        for (var index = 0; index < state.Liquidations.Waiting; index++)
        {
            var job = state.Liquidations.At(index);
            ref readonly var work = ref state.Liquidations[job];
            Invariant.That(units.Liquidation(in work.Unit) == job + 1, "a unit knows its liquidation");
            var parent = state.Liquidations[state.Liquidations.At((index - 1) / 2)];
            Invariant.That(parent.NextNs <= work.NextNs, "the list is ordered by the next step");
            unpaid += work.IsUnpaid ? 1 : 0;
            if (work.HasClaim)
            {
                ref var claim = ref claims[state.Positions[work.Position].Market];
                Invariant.That(!claim, "one unit at a time deleverages or socialises in a market");
                claim = true;
                var market = state.Markets[state.Positions[work.Position].Market];
                shared += market.Sharing == 0 ? 0 : 1;
            }
        }

        CheckShared(state, shared);
        CheckUnits(state, unpaid);
    }

    private static void CheckShared(EngineState state, int shared)
    {
        Invariant.That(state.Liquidations.IsAnyShared == shared > 0, "the gates know of every shared loss (L2-6)");
        for (var slot = 0; slot < state.Markets.Count; slot++)
        {
            shared -= state.Markets[slot].Sharing == 0 ? 0 : 1;
        }

        Invariant.That(shared == 0, "only a liquidation with a claim shares its loss");
    }

    private static void CheckUnits(EngineState state, int unpaid)
    {
        var listed = 0;
        for (var slot = 0; slot < state.Ledger.BalanceCount; slot++)
        {
            ref readonly var balance = ref state.Ledger[slot];
            listed += balance.Liquidation != 0 ? 1 : 0;
            Invariant.That(
                balance.Liquidation == 0 || balance.InLiquidation, "the gates know of every liquidation (L7)");
        }

        for (var slot = 0; slot < state.Positions.Count; slot++)
        {
            ref readonly var position = ref state.Positions[slot];
            listed += position.Liquidation != 0 ? 1 : 0;
            unpaid += position.Shortfall < 0 ? 1 : 0;
            Invariant.That(position.Shortfall == position.ReportedShortfall, "every debt of a position is published");
            Invariant.That(
                position.Liquidation == 0 || (position.InLiquidation && position.Mode == MarginMode.Isolated),
                "only isolated positions are units of their own");
        }

        for (var slot = 0; slot < state.Markets.Count; slot++)
        {
            unpaid += state.Markets[slot].Payout.Surplus < 0 ? 1 : 0;
        }

        Invariant.That(unpaid == state.Shortfalls.Unpaid, "unpaid debts are counted");
        Invariant.That(listed == state.Liquidations.Count, "every liquidation has its unit");
    }
}
