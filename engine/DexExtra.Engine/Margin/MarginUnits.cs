using DexExtra.Engine.Ledger;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Risk;
using DexExtra.Messages;

namespace DexExtra.Engine.Margin;

/// <summary>
/// What review and liquidation ask of a margin unit. A cross unit costs a look per position of its account that has
/// lots or open orders.
/// </summary>
internal sealed class MarginUnits(EngineState state)
{
    private readonly MarginCalculator _margins = new(state);

    /// <summary>The unit of a margin position.</summary>
    public MarginUnit Of(int position)
    {
        ref readonly var member = ref state.Positions[position];
        if (member.Mode == MarginMode.Isolated)
        {
            return new MarginUnit(position, true);
        }

        Invariant.That(member.Mode == MarginMode.Cross, "only margin positions belong to a unit");
        return new MarginUnit(state.Ledger.FindOrAdd(member.Account, state.Markets[member.Market].Asset), false);
    }

    /// <summary>§7: without profits at prices that are not reliable.</summary>
    public MarginState Reckon(in MarginUnit unit)
    {
        if (unit.IsIsolated)
        {
            return _margins.OfIsolated(unit.Slot);
        }

        var margin = _margins.OfCross(unit.Slot, in ExtraOrder.None);
        margin.Equity -= margin.SoftProfit;
        return margin;
    }

    /// <summary>u of a position.</summary>
    public Int128 Unrealised(int position) => _margins.Unrealised(in state.Positions[position]);

    public int Account(in MarginUnit unit) =>
        unit.IsIsolated ? state.Positions[unit.Slot].Account : state.Ledger[unit.Slot].Account;

    public int Asset(in MarginUnit unit) =>
        unit.IsIsolated ? state.Markets[state.Positions[unit.Slot].Market].Asset : state.Ledger[unit.Slot].Asset;

    /// <summary>Its account's balance in the asset that it is settled in.</summary>
    public int Balance(in MarginUnit unit) =>
        unit.IsIsolated ? state.Ledger.FindOrAdd(Account(in unit), Asset(in unit)) : unit.Slot;

    /// <summary>L1.</summary>
    public ref MarginLevel Level(in MarginUnit unit) =>
        ref unit.IsIsolated ? ref state.Positions[unit.Slot].Level : ref state.Ledger[unit.Slot].Level;

    /// <summary>Its place in the list of liquidations + 1; 0 = not liquidated.</summary>
    public int Liquidation(in MarginUnit unit) =>
        unit.IsIsolated ? state.Positions[unit.Slot].Liquidation : state.Ledger[unit.Slot].Liquidation;

    /// <summary>L7: it is liquidated at that place of the list + 1, or with 0 no longer.</summary>
    public void SetLiquidation(in MarginUnit unit, int place)
    {
        if (unit.IsIsolated)
        {
            state.Positions[unit.Slot].Liquidation = place;
            state.Positions[unit.Slot].InLiquidation = place != 0;
        }
        else
        {
            state.Ledger[unit.Slot].Liquidation = place;
            state.Ledger[unit.Slot].InLiquidation = place != 0;
        }
    }

    /// <summary>What it owes: not positive.</summary>
    public Int128 Owed(in MarginUnit unit) =>
        unit.IsIsolated ? state.Positions[unit.Slot].Shortfall : state.Ledger[unit.Slot].Owed;

    /// <summary>Repays a part of what a unit owes out of the cash of a winner, or of its bucket.</summary>
    public void Repay(in MarginUnit unit, in MarginUnit winner, Int128 amount)
    {
        var owed = Owed(in unit);
        var debt = unit.IsIsolated ? state.Positions[unit.Slot].Debt : state.Ledger.Owed(unit.Slot);
        if (winner.IsIsolated)
        {
            state.Ledger.Post(Asset(in unit), state.Positions[winner.Slot].Margin, debt, amount);
        }
        else
        {
            state.Ledger.Charge(winner.Slot, debt, amount);
        }

        CountRepaid(in unit, owed);
    }

    /// <summary>L2-6: what it can be charged: its equity, of an isolated position no more than its bucket.</summary>
    public Int128 Payable(in MarginUnit unit)
    {
        var equity = Int128.Max(0, Reckon(in unit).Equity);
        return unit.IsIsolated ? Int128.Min(equity, state.Positions[unit.Slot].Bucket) : equity;
    }

    /// <summary>Pays a unit: first what it owes, the rest into its cash or bucket.</summary>
    public void PayIn(in MarginUnit unit, LedgerEntry from, Int128 amount)
    {
        if (!unit.IsIsolated)
        {
            state.Ledger.PayIn(unit.Slot, from, amount);
            return;
        }

        ref var position = ref state.Positions[unit.Slot];
        var owed = position.Shortfall;
        var repaid = Int128.Min(amount, -owed);
        state.Ledger.Post(Asset(in unit), from, position.Debt, repaid);
        state.Ledger.Post(Asset(in unit), from, position.Margin, amount - repaid);
        CountRepaid(in unit, owed);
    }

    /// <summary>Its first position with lots or open orders, of an isolated unit its own; −1 = none.</summary>
    public int First(in MarginUnit unit) =>
        unit.IsIsolated ? unit.Slot : Find(in unit, state.Positions.FirstLive(Account(in unit)));

    /// <summary>The next one; −1 = no more.</summary>
    public int Next(in MarginUnit unit, int position) =>
        unit.IsIsolated ? -1 : Find(in unit, state.Positions[position].NextLive);

    public bool HasLots(in MarginUnit unit)
    {
        var position = First(in unit);
        while (position >= 0 && state.Positions[position].Lots == 0)
        {
            position = Next(in unit, position);
        }

        return position >= 0;
    }

    /// <summary>§7: a market in which it has lots or orders works, or it has no lots at all.</summary>
    public bool IsLiquidatable(in MarginUnit unit)
    {
        var hasLots = false;
        for (var position = First(in unit); position >= 0; position = Next(in unit, position))
        {
            if (Works(MarketOf(position)))
            {
                return true;
            }

            hasLots |= state.Positions[position].Lots != 0;
        }

        return !hasLots;
    }

    /// <summary>
    /// The position with the largest MM whose market works and can trade now, ties: the older; −1 = none.
    /// </summary>
    public int Largest(in MarginUnit unit)
    {
        var largest = -1;
        Int128 most = -1;
        for (var position = First(in unit); position >= 0; position = Next(in unit, position))
        {
            ref readonly var member = ref state.Positions[position];
            var margin = _margins.Maintenance(in member);
            var isLarger = margin > most || (margin == most && position < largest);
            if (isLarger && member.Lots != 0 && Works(MarketOf(position)) && CanTrade(MarketOf(position)))
            {
                (largest, most) = (position, margin);
            }
        }

        return largest;
    }

    /// <summary>
    /// L3: the price of one of its positions at which its equity is 0 while nothing else moves, rounded so that it is
    /// not below 0; inside floor and cap.
    /// </summary>
    public long BankruptcyTicks(in MarginUnit unit, int position)
    {
        ref readonly var member = ref state.Positions[position];
        var market = MarketOf(position);
        var rest = Reckon(in unit).Equity - Unrealised(position);
        var (missing, perTick) = (member.Cost - rest, (Int128)Math.Abs(member.Lots) * market.TickValue);
        var ticks = member.Lots > 0 ? -FloorOf(-missing, perTick) : FloorOf(-missing, perTick);
        return (long)Int128.Clamp(ticks, market.Terms.FloorTicks, market.Terms.CapTicks);
    }

    /// <summary>A market whose orders can be matched and cancelled now.</summary>
    public static bool CanTrade(Market market) => market.IsMatching && !market.IsUncrossing;

    /// <summary>§7: a market in which units can be liquidated: open, with a fresh mark.</summary>
    public bool Works(Market market) =>
        market.State is MarketState.Continuous or MarketState.Auction or MarketState.PostOnly or MarketState.ReduceOnly
        && _margins.IsFresh(market);

    public Market MarketOf(int position) => state.Markets[state.Positions[position].Market];

    private int Find(in MarginUnit unit, int position)
    {
        var asset = state.Ledger[unit.Slot].Asset;
        while (position >= 0 && !state.IsCrossOf(position, asset))
        {
            position = state.Positions[position].NextLive;
        }

        return position;
    }

    /// <summary>L6: debts of cross units are counted by their liquidation.</summary>
    private void CountRepaid(in MarginUnit unit, Int128 owedBefore)
    {
        if (unit.IsIsolated)
        {
            state.Shortfalls.Count(owedBefore, state.Positions[unit.Slot].Shortfall);
        }
    }

    private static Int128 FloorOf(Int128 amount, Int128 divisor)
    {
        var (quotient, rest) = Int128.DivRem(amount, divisor);
        return rest < 0 ? quotient - 1 : quotient;
    }
}
