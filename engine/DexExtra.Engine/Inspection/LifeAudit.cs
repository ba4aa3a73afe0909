using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Inspection;

/// <summary>
/// The part of the audit that is about lives of markets: costs add up, what is over has no orders, what is settled owes
/// nobody anything (M1, M9).
/// </summary>
internal static class LifeAudit
{
    /// <exception cref="InvariantViolationException">Something does not add up.</exception>
    public static void Check(EngineState state)
    {
        var settling = 0;
        for (var slot = 0; slot < state.Markets.Count; slot++)
        {
            var market = state.Markets[slot];
            settling += market.State == MarketState.Settling ? 1 : 0;
            CheckMarket(state, market);
            CheckPositions(state, market);
        }

        Invariant.That(settling == state.SettlingMarkets, "markets that are being paid out are counted");
    }

    private static void CheckMarket(EngineState state, Market market)
    {
        Invariant.That(
            market.IsTrading || state.Sweeps.IsSweeping(market.Slot)
                || (market.Bids.Best < 0 && market.Asks.Best < 0 && market.OffBook.Count == 0),
            "a market that does not trade has no orders");
        Invariant.That(
            market.State == MarketState.Settling || market.Payout.Surplus == 0, "only a payout leaves a pool uneven");
        var hasResult = market.State is MarketState.ResultProposed or MarketState.Disputed or MarketState.Settling
            or MarketState.Settled or MarketState.Closed;
        Invariant.That(
            !hasResult || market.Allows(market.Result.SettlementTicks), "a result is inside floor and cap (M8)");
        Invariant.That(
            market.State is not (MarketState.Settled or MarketState.Closed) || market.LongLots == 0,
            "what is settled is flat (M9)");
    }

    private static void CheckPositions(EngineState state, Market market)
    {
        Int128 cost = 0;
        Int128 longCost = 0;
        for (var slot = market.FirstPosition; slot >= 0; slot = state.Positions[slot].NextOfMarket)
        {
            ref readonly var position = ref state.Positions[slot];
            cost += position.Cost;
            longCost += position.Lots > 0 ? position.Cost : 0;
        }

        Invariant.That(cost == market.Cost && longCost == market.LongCost, "costs of positions add up");
    }
}
