using DexExtra.Engine.Book;
using DexExtra.Engine.Fees;
using DexExtra.Engine.Ledger;
using DexExtra.Engine.Lists;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Risk;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>
/// Executes one match: fees (F1–F4), the money of both sides, their positions (F7), order records and the orders at
/// their places, and emits the Traded event with the complete state after it, then what became of positions that ended
/// (F10). Trades of the venue or off the book are no last price (L4, L5, U3, F11).
/// </summary>
internal sealed class TradePosting(
    EngineState state, OpenOrders openOrders, LinkEffects links, TradeFees fees, FillMoney money, PositionLives lives,
    DebtReports debts)
{
    /// <summary>
    /// Trades lots of a resting order at its price with a taker that crosses it and belongs to another owner. The
    /// resting order is closed when it is filled; the taker is its caller's.
    /// </summary>
    public void Execute<TSink>(ref Taker taker, int maker, long lots, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var priceTicks = state.Orders[maker].PriceTicks;
        var made = SideOf(maker);
        var taken = taker.Slot >= 0
            ? SideOf(taker.Slot)
            : SideOf(taker.Position, taker.Side, taker.OrderId, PositionEnd.Liquidation);
        fees.Reckon(market, priceTicks, lots, ref taken, ref made, taker.Flags, ref sink);
        var traded = Describe(market, priceTicks, lots);
        traded.Aggressor = taker.Side;
        traded.Flags = taker.Flags;
        traded.MatchedNs = state.TimestampNs;
        PassRebate(in taken, in made);
        var takerBuys = taker.Side == Side.Buy;
        Post(in made, market, in traded, ref takerBuys ? ref traded.Sell : ref traded.Buy);
        Post(in taken, market, in traded, ref takerBuys ? ref traded.Buy : ref traded.Sell);
        taker.Lots -= lots;
        Emit(in taken, in made, ref traded, market, ref sink);
        TakeFromPlace(maker, lots, market, ref sink);
    }

    /// <summary>
    /// A7: trades lots of two resting orders at the price of an auction; both pay the same fee. The settlement window's
    /// room for it is reserved.
    /// </summary>
    public void ExecuteAuction<TSink>(
        int buy, int sell, long lots, long priceTicks, bool isFree, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        state.Settlement.Release(1);
        var traded = Describe(market, priceTicks, lots);
        traded.Flags = TradeFlags.Auction;
        traded.AuctionId = market.Call.Id;
        traded.MatchedNs = market.Call.UncrossedNs;
        var buyer = SideOf(buy);
        var seller = SideOf(sell);
        fees.ReckonEqual(market, isFree ? null : FeeKind.Auction, in traded, ref buyer, ref seller, ref sink);
        Post(in buyer, market, in traded, ref traded.Buy);
        Post(in seller, market, in traded, ref traded.Sell);
        Emit(in buyer, in seller, ref traded, market, ref sink);
        TakeFromPlace(buy, lots, market, ref sink);
        TakeFromPlace(sell, lots, market, ref sink);
    }

    /// <summary>U3: trades two orders that were accepted for each other, whole; both pay the taker's fee.</summary>
    public void ExecuteBlock<TSink>(int buy, int sell, long lots, long priceTicks, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var traded = Describe(market, priceTicks, lots);
        state.Effects.Budget.SetRoom(state.Settlement.Free);
        traded.Flags = TradeFlags.Block;
        traded.MatchedNs = state.TimestampNs;
        var buyer = SideOf(buy);
        var seller = SideOf(sell);
        fees.ReckonEqual(market, FeeKind.Taker, in traded, ref buyer, ref seller, ref sink);
        Post(in buyer, market, in traded, ref traded.Buy);
        Post(in seller, market, in traded, ref traded.Sell);
        Emit(in buyer, in seller, ref traded, market, ref sink);
        Finish(buy);
        Finish(sell);
    }

    /// <summary>
    /// L5, F11: a trade of the venue between positions of two owners. Where a side of a FULL market opens, the caller
    /// made sure that it is available. A bust also takes back the volume (<see cref="TradeFees.TakeBack"/>).
    /// </summary>
    public void ExecuteDirect<TSink>(in DirectTrade trade, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var traded = Describe(market, trade.PriceTicks, trade.Lots);
        traded.Flags = trade.Flags;
        traded.BustedMatchId = trade.BustedMatchId;
        traded.MatchedNs = state.TimestampNs;
        Post(in trade.Buy, market, in traded, ref traded.Buy);
        Post(in trade.Sell, market, in traded, ref traded.Sell);
        Emit(in trade.Buy, in trade.Sell, ref traded, market, ref sink);
    }

    /// <summary>A side that trades by its order.</summary>
    public FillSide SideOf(int slot)
    {
        ref readonly var order = ref state.Orders[slot];
        return new FillSide
        {
            Slot = slot,
            OrderId = order.OrderId,
            Account = order.Account,
            Owner = order.Owner,
            Position = order.Position,
            Balance = order.Balance,
            Side = order.Side,
            End = PositionEnd.Trade,
        };
    }

    /// <summary>A side for which the venue trades.</summary>
    public FillSide SideOf(int position, Side side, long orderId, PositionEnd end)
    {
        ref readonly var owned = ref state.Positions[position];
        return new FillSide
        {
            Slot = -1,
            OrderId = orderId,
            Account = owned.Account,
            Owner = state.Accounts[owned.Account].Owner,
            Position = position,
            Balance = state.Ledger.FindOrAdd(owned.Account, state.Markets[owned.Market].Asset),
            Side = side,
            End = end,
        };
    }

    /// <summary>Ends a completely filled order that is in no place.</summary>
    public void Finish(int slot)
    {
        Invariant.That(state.Orders[slot].Hold == 0, "a filled order holds nothing");
        openOrders.Close(slot, OrderStatus.Filled, default);
    }

    private Traded Describe(Market market, long priceTicks, long lots) => new()
    {
        MatchId = state.Settlement.Append(),
        MarketSequence = market.NextSequence(),
        MarketId = market.Terms.MarketId,
        AssetId = market.Terms.AssetId,
        PriceTicks = priceTicks,
        QuantityLots = lots,
    };

    /// <summary>F2: a maker's rebate comes out of what the taker holds for his fee.</summary>
    private void PassRebate(in FillSide taken, in FillSide made)
    {
        if (taken.PassedFee > 0)
        {
            state.Ledger.PayIn(made.Balance, state.Ledger.Held(taken.Balance), taken.PassedFee);
        }
    }

    private void Emit<TSink>(
        in FillSide first, in FillSide second, ref Traded traded, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        market.VerifyPool();
        if ((traded.Flags & TradeFees.OffMarket) == 0)
        {
            market.Prices.HasLast = true;
            market.Prices.LastTicks = traded.PriceTicks;
        }

        traded.Pool = market.PoolAmount;
        state.Matches.Add(in traded, market.Slot);
        sink.Append(EventType.Traded, in traded);
        lives.Report(ref sink);
        debts.Report(first.Position, ref sink);
        debts.Report(second.Position, ref sink);
    }

    /// <summary>The order has fewer leaves: its place shows it, or it is over.</summary>
    private void TakeFromPlace<TSink>(int slot, long lots, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref var order = ref state.Orders[slot];
        if (order.Place == OrderPlace.Level && state.Books.Take(slot, lots, market))
        {
            state.Placement.ReportShown(slot, ref sink);
        }

        if (order.LeavesLots == 0)
        {
            state.Placement.TakeOff(slot);
            Finish(slot);
        }
        else
        {
            state.Placement.SleepWithoutActiveLots(slot);
        }
    }

    private void Post(in FillSide fill, Market market, in Traded traded, ref TradeSide side)
    {
        var lots = traded.QuantityLots;
        ref var position = ref state.Positions[fill.Position];
        var signedLots = fill.Side == Side.Buy ? lots : -lots;
        var closingLots = position.ClosingLots(signedLots);
        var parts = new FillParts
        {
            ClosedLots = closingLots,
            OpenedLots = lots - closingLots,
            SizeBefore = Math.Abs(position.Lots),
            Hold = fill.Slot < 0 ? 0 : TakeHold(fill.Slot, market, in traded),
        };
        var before = position.Lots;
        var costBefore = position.Cost;
        parts.Realised = position.Apply(signedLots, closingLots, traded.PriceTicks * market.TickValue);
        market.CountPosition(state.Positions, fill.Position, before, costBefore, position.Lots, position.Cost);
        side.RealisedPnl = parts.Realised;
        side.Fee = fill.Fee;
        side.CashDelta = position.Mode switch
        {
            MarginMode.Full => money.MoveFull(in fill, market, traded.PriceTicks, in parts),
            MarginMode.Cross => money.MoveCross(in fill, market, in parts),
            _ => money.MoveIsolated(in fill, market, in parts),
        };
        market.FeesCollected += fill.Fee;
        if (market.Sharing != 0 && parts.Realised > 0 && fill.End != PositionEnd.Liquidation)
        {
            position.AddGain(market.Sharing, parts.Realised);
        }

        state.DailyResults.Add(fill.Balance, state.Today, side.RealisedPnl - side.Fee);
        lives.Count(ref position, in fill, in parts, in traded);
        side.PositionLots = position.Lots;
        side.PositionCost = position.Cost;
        side.Margin = position.Bucket;
        if (fill.Slot >= 0)
        {
            CountOrder(in fill, closingLots, in traded, ref side);
        }

        Report(in fill, ref side);
    }

    /// <summary>Takes the fill's part out of the order's hold and returns it.</summary>
    private Int128 TakeHold(int slot, Market market, in Traded traded)
    {
        ref var order = ref state.Orders[slot];
        var lots = traded.QuantityLots;
        var part = (order.Traits & OrderTraits.Budget) == 0
            ? Math.BigMul(lots, order.HoldPerLot)
            : BudgetPart(in order, market, traded.PriceTicks, lots);
        order.Hold -= part;
        return part;
    }

    /// <summary>O-BUDGET: it holds exactly what its dry run cost.</summary>
    private static Int128 BudgetPart(in Order order, Market market, long priceTicks, long lots)
    {
        var perLot = market.OpeningCostPerLot(order.Side, priceTicks) + FeeRates.TakerPerLot(market, priceTicks);
        return market.Terms.MarginMode == MarginMode.Full
            ? Math.BigMul(lots, perLot)
            : MoneyMath.Share(order.Hold, lots, order.LeavesLots);
    }

    /// <summary>The order has traded so many lots more.</summary>
    private void CountOrder(in FillSide fill, long closingLots, in Traded traded, ref TradeSide side)
    {
        ref var order = ref state.Orders[fill.Slot];
        var lots = traded.QuantityLots;
        Invariant.That(!order.IsReduceOnly || closingLots == lots, "a reduce-only order only closes (I-RO-1)");
        order.LeavesLots -= lots;
        state.Positions.CountOpen(order.Position, order.Side, order.IsReduceOnly, -lots);
        ref var record = ref state.Records[order.Record];
        record.CumulativeLots += lots;
        record.CumulativeTickLots += Math.BigMul(traded.PriceTicks, lots);
        record.Status = OrderStatus.PartiallyFilled;
        side.ClientOrderId = record.ClientOrderId;
        side.CumulativeLots = record.CumulativeLots;
        side.LeavesLots = order.LeavesLots;
        side.CumulativeTickLots = record.CumulativeTickLots;
        if ((order.Traits & OrderTraits.Linked) != 0)
        {
            links.OnFill(fill.Slot, lots);
        }

        if ((order.Traits & OrderTraits.Quote) != 0)
        {
            state.Quotes.OnFill(fill.Slot, lots, state.TimestampNs);
        }
    }

    private void Report(in FillSide fill, ref TradeSide side)
    {
        state.Effects.Positions.Add(fill.Position);
        state.Matches.Note(fill.Side, fill.Position);
        ref readonly var balance = ref state.Ledger[fill.Balance];
        side.Account = state.Accounts[fill.Account].Id;
        side.OrderId = fill.OrderId;
        side.AccountSequence = state.Accounts.NextSequence(fill.Account);
        side.Available = balance.Available;
        side.Held = balance.Held;
        side.Owed = balance.Owed;
    }
}
