using DexExtra.Engine.Markets;
using DexExtra.Engine.OrderLimits;
using DexExtra.Engine.Risk;
using DexExtra.Messages;

namespace DexExtra.Engine.Margin;

/// <summary>What an order holds per open lot, ledger units (R1, docs/money.md §5).</summary>
internal sealed class OrderHolds(EngineState state)
{
    public long PerLot(in OrderDemand demand)
    {
        var market = demand.Market;
        if (market.Terms.MarginMode == MarginMode.Full)
        {
            return PaidInFull(market, demand.Side, demand.IsReduceOnly, demand.PriceTicks);
        }

        var ticks = AdverseTicks(market, demand.Side, demand.PriceTicks);
        if (!demand.IsReduceOnly && ModeOf(demand.Account, market) == MarginMode.Isolated)
        {
            ticks += InitialTicks(in demand);
        }

        return checked((long)(market.WorstFeePerLot + (ticks * market.TickValue)));
    }

    /// <summary>R1: of an order of a FULL market: its opening cost and the worst fee; reduce-only: the fee.</summary>
    public static long PaidInFull(Market market, Side side, bool isReduceOnly, long priceTicks) =>
        market.WorstFeePerLot + (isReduceOnly ? 0 : market.OpeningCostPerLot(side, priceTicks));

    /// <summary>R5: the mode of the account's position; before there is one, that of the market.</summary>
    public MarginMode ModeOf(int account, Market market) =>
        state.Positions.TryFind(account, market.Slot, out var slot)
            ? state.Positions[slot].Mode
            : market.Terms.MarginMode;

    /// <summary>Initial margin of an isolated order, ticks per lot: of all that its side could hold with it.</summary>
    public Int128 InitialTicks(in OrderDemand demand)
    {
        var market = demand.Market;
        var position = state.Positions.TryFind(demand.Account, market.Slot, out var slot)
            ? state.Positions[slot]
            : default;
        var lots = position.MostLots(demand.Side, demand.MoreLots, demand.MoreReducingLots);
        return MarginTicks.Initial(
            market, Int128.Max(lots, demand.Lots), market.WayToBound(demand.Side), state.NowSeconds);
    }

    /// <summary>Ticks per lot that a fill at the worst price loses at once against the price of margins.</summary>
    private static Int128 AdverseTicks(Market market, Side side, long priceTicks)
    {
        if (market.MarginPrice is not { } mark)
        {
            return 0;
        }

        return Int128.Max(0, side == Side.Buy ? (Int128)priceTicks - mark : (Int128)mark - priceTicks);
    }
}
