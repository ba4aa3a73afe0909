using DexExtra.Engine.Effects;
using DexExtra.Engine.Ledger;
using DexExtra.Engine.Margin;
using DexExtra.Engine.Matching;
using DexExtra.Engine.Prices;
using DexExtra.Engine.Risk;
using DexExtra.Messages;

namespace DexExtra.Engine.Liquidation;

/// <summary>
/// L2–L4: the orders of a liquidation. They take at once what the book has within their limit and are gone; they have
/// no slot, record or fee. All of a command together meet MaxLiquidationMeets resting orders.
/// </summary>
internal sealed class UnitTaker(
    EngineState state, MarginUnits units, Matcher matcher, LiquidationEvents events)
{
    private int _meetsLeft;
    private long _steps;

    /// <summary>True if an order may still meet others in this command.</summary>
    public bool CanTake => _meetsLeft > 0 && state.Settlement.Free > 0;

    /// <summary>Order id of the liquidated side in the present unit step.</summary>
    public long OrderId => Limits.LiquidationOrderIdBit | (state.Sequence + (_steps * Limits.LegOrderIdStep));

    /// <summary>Starts a command.</summary>
    public void Begin()
    {
        _meetsLeft = Limits.MaxLiquidationMeets;
        _steps = 0;
    }

    /// <summary>Starts a unit step.</summary>
    public void BeginStep() => _steps++;

    /// <summary>
    /// Worst price of an order that closes the position: no worse than asked, one increment inside the execution
    /// window, inside floor and cap.
    /// </summary>
    public long Limit(int position, Int128 ticks)
    {
        var market = units.MarketOf(position);
        var window = ExecutionWindow.Of(market, state.NowSeconds);
        Int128 increment = market.Rules.PriceIncrementTicks;
        var limit = state.Positions[position].Lots > 0
            ? Int128.Max(ticks, window.LowTicks + increment)
            : Int128.Min(ticks, window.HighTicks - increment);
        return (long)Int128.Clamp(limit, market.Terms.FloorTicks, market.Terms.CapTicks);
    }

    /// <summary>Lots that the book shows from its best price to a limit, in 64 levels at most.</summary>
    public Int128 DisplayedLots(int position, long limitTicks)
    {
        var market = units.MarketOf(position);
        var taker = new Taker { Side = ClosingSide(position), LimitTicks = limitTicks };
        var ladder = market.Opposite(taker.Side);
        Int128 lots = 0;
        var level = ladder.Best;
        for (var count = 0; level >= 0 && count < Limits.MaxLiquidationLevels; count++)
        {
            ref readonly var shown = ref state.Books.Level(level);
            if (!taker.Crosses(shown.PriceTicks))
            {
                break;
            }

            lots += shown.TotalLots;
            level = ladder.NextWorse(shown.PriceTicks);
        }

        return lots;
    }

    /// <summary>Closes up to so many lots on the book; returns how many.</summary>
    public long Take<TSink>(int position, long lots, long limitTicks, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var market = units.MarketOf(position);
        var taker = new Taker
        {
            Slot = -1,
            Flags = TradeFlags.Liquidation,
            Position = position,
            OrderId = OrderId,
            Owner = state.Accounts[state.Positions[position].Account].Owner,
            Side = ClosingSide(position),
            SelfTrade = SelfTradePrevention.CancelOldest,
            Lots = lots,
            LimitTicks = limitTicks,
            Window = ExecutionWindow.Of(market, state.NowSeconds),
        };
        var budget = state.Effects.Budget;
        state.Effects.Budget = new CommandBudget(state.Settlement.Free, _meetsLeft);
        matcher.Match(ref taker, market, ref sink);
        _meetsLeft = state.Effects.Budget.Meets;
        budget.SetRoom(state.Settlement.Free);
        state.Effects.Budget = budget;
        return lots - taker.Lots;
    }

    /// <summary>
    /// L3: after so many lots were closed, the fee to the market's insurance: part of their initial margin, at most the
    /// unit's equity. Returns what was paid.
    /// </summary>
    public Int128 ChargeFee<TSink>(in MarginUnit unit, int position, Side side, long lots, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var market = units.MarketOf(position);
        var margin = Math.BigMul(lots, market.TickValue)
            * MarginTicks.Initial(market, lots, market.WayToBound(side), state.NowSeconds);
        var equity = Int128.Max(0, units.Reckon(in unit).Equity);
        var fee = Int128.Min(equity, MoneyMath.ShareUp(margin, market.Risk.LiquidationFeeBp, Limits.BasisPoints));
        if (unit.IsIsolated)
        {
            fee = Int128.Min(fee, state.Positions[unit.Slot].Bucket);
            state.Ledger.Post(market.Asset, state.Positions[unit.Slot].Margin, market.Insurance, fee);
        }
        else
        {
            state.Ledger.Charge(unit.Slot, market.Insurance, fee);
        }

        if (fee > 0)
        {
            events.Balance(in unit, BalanceChange.LiquidationFee, -fee, market, ref sink);
            LiquidationEvents.Insurance(market, BalanceChange.LiquidationFee, fee, ref sink);
        }

        return fee;
    }

    private Side ClosingSide(int position) => state.Positions[position].Lots > 0 ? Side.Sell : Side.Buy;
}
