using DexExtra.Engine.Book;
using DexExtra.Engine.Lists;
using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>
/// Executes one match: moves the money of both sides (R1 FULL), their positions (F7), order records and the orders at
/// their places, and emits the Traded event with the complete state after it.
/// Each side: the fill's part of the hold pays the opening cost into the pool and the fee into the fee account, the
/// rest of the part goes back to available; a closing part receives its value from the pool.
/// </summary>
internal sealed class TradePosting(EngineState state, OpenOrders openOrders, LinkEffects links)
{
    /// <summary>
    /// Trades lots of a resting order at its price with a taker that crosses it and belongs to another owner. The
    /// resting order is closed when it is filled; the taker is its caller's.
    /// </summary>
    public void Execute<TSink>(ref Taker taker, int maker, long lots, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var traded = Describe(market, state.Orders[maker].PriceTicks, lots);
        traded.Aggressor = taker.Side;
        traded.MatchedNs = state.TimestampNs;
        ref readonly var terms = ref market.Terms;
        var takerBuys = taker.Side == Side.Buy;
        Post(maker, market, in traded, terms.MakerFeePerLot, ref takerBuys ? ref traded.Sell : ref traded.Buy);
        Post(taker.Slot, market, in traded, terms.TakerFeePerLot, ref takerBuys ? ref traded.Buy : ref traded.Sell);
        taker.Lots -= lots;
        Emit(ref traded, market, ref sink);
        TakeFromPlace(maker, lots, market);
    }

    /// <summary>
    /// A7: trades lots of two resting orders at the price of an auction; both pay the same fee. The settlement window's
    /// room for it is reserved.
    /// </summary>
    public void ExecuteAuction<TSink>(
        int buy, int sell, long lots, long priceTicks, long feePerLot, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        state.Settlement.Release(1);
        var traded = Describe(market, priceTicks, lots);
        traded.Flags = TradeFlags.Auction;
        traded.AuctionId = market.Call.Id;
        traded.MatchedNs = market.Call.UncrossedNs;
        Post(buy, market, in traded, feePerLot, ref traded.Buy);
        Post(sell, market, in traded, feePerLot, ref traded.Sell);
        Emit(ref traded, market, ref sink);
        TakeFromPlace(buy, lots, market);
        TakeFromPlace(sell, lots, market);
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

    private static void Emit<TSink>(ref Traded traded, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        market.VerifyPool();
        market.Prices.HasLast = true;
        market.Prices.LastTicks = traded.PriceTicks;
        traded.Pool = market.PoolAmount;
        sink.Append(EventType.Traded, in traded);
    }

    /// <summary>The order has fewer leaves: its place shows it, or it is over.</summary>
    private void TakeFromPlace(int slot, long lots, Market market)
    {
        ref var order = ref state.Orders[slot];
        if (order.Place == OrderPlace.Level)
        {
            state.Books.Take(slot, lots, market);
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

    private void Post(int slot, Market market, in Traded traded, long feePerLot, ref TradeSide side)
    {
        ref var order = ref state.Orders[slot];
        var lots = traded.QuantityLots;
        ref var position = ref state.Positions[order.Position];
        var signedLots = order.Side == Side.Buy ? lots : -lots;
        var closingLots = position.ClosingLots(signedLots);
        Invariant.That(!order.IsReduceOnly || closingLots == lots, "a reduce-only order only closes (I-RO-1)");
        var costPerLot = market.OpeningCostPerLot(order.Side, traded.PriceTicks);
        var paid = Math.BigMul(lots - closingLots, costPerLot);
        var received = Math.BigMul(closingLots, market.RangeValue - costPerLot);
        side.Fee = Math.BigMul(lots, feePerLot);
        side.CashDelta = received - paid;
        var holdPerLot = (order.Traits & OrderTraits.Budget) != 0 ? costPerLot + feePerLot : order.HoldPerLot;
        MoveMoney(ref order, market, Math.BigMul(lots, holdPerLot), paid, received, side.Fee);

        var before = position.Lots;
        side.RealisedPnl = position.Apply(signedLots, closingLots, traded.PriceTicks * market.TickValue);
        market.CountPosition(before, position.Lots);
        order.LeavesLots -= lots;
        state.Positions.CountOpen(order.Position, order.Side, -lots);
        side.PositionLots = position.Lots;
        side.PositionCost = position.Cost;
        Report(in order, in traded, ref side);
        state.Effects.Positions.Add(order.Position);
        if ((order.Traits & OrderTraits.Linked) != 0)
        {
            links.OnFill(slot, lots);
        }
    }

    private void MoveMoney(ref Order order, Market market, Int128 part, Int128 paid, Int128 received, Int128 fee)
    {
        var ledger = state.Ledger;
        order.Hold -= part;
        ledger.Post(market.Asset, ledger.Held(order.Balance), market.Pool, paid);
        ledger.Post(market.Asset, ledger.Held(order.Balance), ledger.Fees(market.Asset), fee);
        ledger.Post(market.Asset, ledger.Held(order.Balance), ledger.Available(order.Balance), part - paid - fee);
        ledger.Post(market.Asset, market.Pool, ledger.Available(order.Balance), received);
    }

    private void Report(in Order order, in Traded traded, ref TradeSide side)
    {
        ref var record = ref state.Records[order.Record];
        record.CumulativeLots += traded.QuantityLots;
        record.CumulativeTickLots += Math.BigMul(traded.PriceTicks, traded.QuantityLots);
        record.Status = OrderStatus.PartiallyFilled;
        ref readonly var balance = ref state.Ledger[order.Balance];
        side.Account = state.Accounts[order.Account].Id;
        side.OrderId = order.OrderId;
        side.ClientOrderId = record.ClientOrderId;
        side.AccountSequence = state.Accounts.NextSequence(order.Account);
        side.CumulativeLots = record.CumulativeLots;
        side.LeavesLots = order.LeavesLots;
        side.CumulativeTickLots = record.CumulativeTickLots;
        side.Available = balance.Available;
        side.Held = balance.Held;
    }
}
