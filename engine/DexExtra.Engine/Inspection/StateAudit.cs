using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Inspection;

/// <summary>
/// Recomputes every total of the state from its parts and compares (F8, R1, K3): sums of balances, holds of orders,
/// pools, open interest, level totals, live records. Allocates scratch space: not for the hot path.
/// </summary>
internal sealed class StateAudit(EngineState state)
{
    private readonly Int128[] _heldByBalance = new Int128[state.Ledger.BalanceCount];
    private readonly long[] _openBuys = new long[state.Positions.Count];
    private readonly long[] _openSells = new long[state.Positions.Count];
    private readonly long[] _reducingBuys = new long[state.Positions.Count];
    private readonly long[] _reducingSells = new long[state.Positions.Count];
    private int _orders;
    private int _levels;
    private int _listed;
    private int _underGrants;
    private int _quoted;

    /// <exception cref="InvariantViolationException">Something does not add up.</exception>
    public void Run()
    {
        var triggers = new TriggerAudit(state);
        for (var slot = 0; slot < state.Markets.Count; slot++)
        {
            CheckSide(state.Markets[slot], Side.Buy);
            CheckSide(state.Markets[slot], Side.Sell);
            CheckOffBook(state.Markets[slot]);
            triggers.Check(state.Markets[slot]);
        }

        Invariant.That(_orders == state.Orders.Count, "every open order is on a book or in the list of the others");
        Invariant.That(_levels == state.Levels.Count, "every level of the pool is on a ladder");
        Invariant.That(_orders == state.Due.Count, "every open order is in the due heap");
        CallAudit.Check(state);
        LiveAudit.Check(state);
        LiquidationAudit.Check(state);
        CheckRecords();
        CheckPositions();
        LifeAudit.Check(state);
        SessionKeyAudit.Check(state, _underGrants);
        QuoteAudit.Check(state, _quoted);
        Invariant.That(_orders == _listed, "every open order is in its account's list");
        new LimitAudit(state).Check();
        var ledger = new LedgerAudit(state, _heldByBalance);
        for (var asset = 0; asset < state.Assets.Count; asset++)
        {
            ledger.CheckAsset(asset);
        }
    }

    private void CheckSide(Market market, Side side)
    {
        var ladder = market.Ladder(side);
        var level = ladder.Best;
        while (level >= 0)
        {
            CheckLevel(market, side, in state.Books.Level(level));
            _levels++;
            var next = ladder.NextWorse(state.Books.Level(level).PriceTicks);
            Invariant.That(
                next < 0 || IsWorse(side, state.Books.Level(next).PriceTicks, state.Books.Level(level).PriceTicks),
                "levels are sorted from best to worst");
            level = next;
        }
    }

    private static bool IsWorse(Side side, long priceTicks, long otherTicks) =>
        side == Side.Buy ? priceTicks < otherTicks : priceTicks > otherTicks;

    private void CheckLevel(Market market, Side side, in PriceLevel level)
    {
        long lots = 0;
        long hidden = 0;
        var count = 0;
        var pegged = 0;
        long previousStamp = 0;
        for (var slot = level.Oldest; slot >= 0; slot = state.Orders[slot].Queue.Next)
        {
            ref readonly var order = ref state.Orders[slot];
            Invariant.That(
                order.Side == side && order.Market == market.Slot && order.PriceTicks == level.PriceTicks
                    && order.Place == OrderPlace.Level,
                "an order rests at its own price");
            Invariant.That(
                order.Stamp > previousStamp && order.DisplayedLots > 0, "a level is a queue of showing orders");
            CheckOrder(slot, in order);
            previousStamp = order.Stamp;
            lots += order.DisplayedLots;
            hidden += state.Books.ActiveLots(slot) - order.DisplayedLots;
            pegged += (order.Traits & OrderTraits.Pegged) != 0 ? 1 : 0;
            count++;
        }

        Invariant.That(
            count > 0 && count == level.OrderCount && lots == level.TotalLots && hidden == level.HiddenLots
                && pegged == level.PeggedCount,
            "level totals add up");
        _orders += count;
    }

    /// <summary>Orders that wait: their number must be that of the levels and lists they wait in.</summary>
    private void CheckOffBook(Market market)
    {
        for (var slot = market.OffBook.First; slot >= 0; slot = Chain<OffBook>.Next(state.Orders, slot))
        {
            ref readonly var order = ref state.Orders[slot];
            Invariant.That(
                order.Market == market.Slot && order.Place is not (OrderPlace.Level or OrderPlace.Entering),
                "an order off the book waits somewhere");
            CheckOrder(slot, in order);
            _orders++;
        }

        for (var source = TriggerSource.Last; source <= TriggerSource.Index; source++)
        {
            CountTriggers(market.Triggers.Ladder(source, true));
            CountTriggers(market.Triggers.Ladder(source, false));
        }
    }

    private void CountTriggers(PriceLadder ladder)
    {
        var level = ladder.Best;
        for (; level >= 0; level = ladder.NextWorse(state.Levels[level].PriceTicks))
        {
            _levels++;
        }
    }

    private void CheckOrder(int slot, in Order order)
    {
        Invariant.That(order.Hold == Math.BigMul(order.LeavesLots, order.HoldPerLot), "a hold covers the open lots");
        Invariant.That(state.Due.Contains(slot) && order.LeavesLots > 0, "an order that stays open is kept");
        _quoted += (order.Traits & OrderTraits.Quote) != 0 ? 1 : 0;
        ref readonly var record = ref state.Records[order.Record];
        Invariant.That(
            record.IsLive && record.Slot == slot && record.LeavesLots == order.LeavesLots,
            "an open order and its record agree");
        ListAudit.Check(state, slot);
        _underGrants += state.Orders.Terms(slot).Grant >= 0 ? 1 : 0;
        _heldByBalance[order.Balance] += order.Hold;
        (order.Side == Side.Buy ? _openBuys : _openSells)[order.Position] += order.LeavesLots;
        var reducing = order.IsReduceOnly ? order.LeavesLots : 0;
        (order.Side == Side.Buy ? _reducingBuys : _reducingSells)[order.Position] += reducing;
    }

    private void CheckRecords()
    {
        var terminal = 0;
        for (var slot = state.Records.OldestTerminal; slot >= 0; slot = state.Records[slot].NextTerminal)
        {
            Invariant.That(!state.Records[slot].IsLive, "only ended orders wait for eviction");
            terminal++;
        }

        Invariant.That(terminal + _orders == state.Records.Count, "a record is terminal or open");
    }

    private void CheckPositions()
    {
        var longs = new long[state.Markets.Count];
        var shorts = new long[state.Markets.Count];
        var fees = new Int128[state.Markets.Count];
        for (var slot = 0; slot < state.Positions.Count; slot++)
        {
            ref readonly var position = ref state.Positions[slot];
            _listed += position.Buys.Count + position.Sells.Count + position.ReduceOnlyCount;
            Invariant.That(
                position.OpenBuyLots == _openBuys[slot] && position.OpenSellLots == _openSells[slot],
                "open lots equal the open orders");
            Invariant.That(
                position.ReduceOnlyBuyLots == _reducingBuys[slot]
                    && position.ReduceOnlySellLots == _reducingSells[slot],
                "reduce-only lots equal the reduce-only orders");
            Invariant.That(position.Lots != 0 || position.Cost == 0, "a flat position has no cost");
            (position.Lots > 0 ? longs : shorts)[position.Market] += Math.Abs(position.Lots);
            fees[position.Market] += position.FeesPaid;
        }

        for (var slot = 0; slot < state.Markets.Count; slot++)
        {
            var market = state.Markets[slot];
            Invariant.That(longs[slot] == market.LongLots && shorts[slot] == market.ShortLots, "open interest adds up");
            Invariant.That(fees[slot] == market.FeesCollected, "a market collected what its accounts paid");
            market.VerifyPool();
        }
    }
}
