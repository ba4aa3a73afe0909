using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>
/// Executes one match: moves the money of both sides (R1 FULL), their positions (F7), order records and the resting
/// order, and emits the Traded event with the complete state after it.
/// Each side: the fill's part of the hold pays the opening cost into the pool and the fee into the fee account, the
/// rest of the part goes back to available; a closing part receives its value from the pool.
/// </summary>
internal sealed class TradePosting(EngineState state)
{
    /// <summary>The resting order must cross the incoming one and belong to another owner.</summary>
    public void Execute<TSink>(ref Order incoming, int restingSlot, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref var resting = ref state.Books[restingSlot];
        var lots = Math.Min(incoming.LeavesLots, resting.LeavesLots);
        var traded = new Traded
        {
            MatchId = state.Settlement.Append(),
            MarketSequence = market.NextSequence(),
            MarketId = market.Terms.MarketId,
            AssetId = market.Terms.AssetId,
            Aggressor = incoming.Side,
            PriceTicks = resting.PriceTicks,
            QuantityLots = lots,
        };
        var incomingIsBuy = incoming.Side == Side.Buy;
        ref var taken = ref incomingIsBuy ? ref traded.Buy : ref traded.Sell;
        ref var made = ref incomingIsBuy ? ref traded.Sell : ref traded.Buy;
        Post(ref resting, market, in traded, market.Terms.MakerFeePerLot, ref made);
        Post(ref incoming, market, in traded, market.Terms.TakerFeePerLot, ref taken);
        market.VerifyPool();
        state.Books.Reduce(restingSlot, lots, state.Sequence);
        if (resting.LeavesLots == 0)
        {
            Finish(in resting);
            state.Books.Remove(restingSlot, market, state.Sequence);
        }

        traded.Pool = market.PoolAmount;
        sink.Append(EventType.Traded, in traded);
    }

    /// <summary>Ends a completely filled order.</summary>
    public void Finish(in Order order)
    {
        Invariant.That(order.Hold == 0, "a filled order holds nothing");
        state.Records.Finish(order.Record, OrderStatus.Filled, default, state.TimestampNs);
    }

    private void Post(ref Order order, Market market, in Traded traded, long feePerLot, ref TradeSide side)
    {
        var lots = traded.QuantityLots;
        ref var position = ref state.Positions[order.Position];
        var signedLots = order.Side == Side.Buy ? lots : -lots;
        var closingLots = position.ClosingLots(signedLots);
        var costPerLot = market.OpeningCostPerLot(order.Side, traded.PriceTicks);
        var paid = Math.BigMul(lots - closingLots, costPerLot);
        var received = Math.BigMul(closingLots, market.RangeValue - costPerLot);
        side.Fee = Math.BigMul(lots, feePerLot);
        side.CashDelta = received - paid;
        MoveMoney(ref order, market, lots, paid, received, side.Fee);

        var before = position.Lots;
        side.RealisedPnl = position.Apply(signedLots, closingLots, traded.PriceTicks * market.TickValue);
        market.CountPosition(before, position.Lots);
        order.LeavesLots -= lots;
        state.Positions.CountOpen(order.Position, order.Side, -lots);
        side.PositionLots = position.Lots;
        side.PositionCost = position.Cost;
        Report(in order, in traded, ref side);
    }

    private void MoveMoney(ref Order order, Market market, long lots, Int128 paid, Int128 received, Int128 fee)
    {
        var ledger = state.Ledger;
        var part = Math.BigMul(lots, order.HoldPerLot);
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
