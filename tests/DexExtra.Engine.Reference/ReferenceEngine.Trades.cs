using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>One trade: money, positions, the two orders, and what waits for fills.</summary>
public sealed partial class ReferenceEngine
{
    private readonly List<(ReferencePosition Position, ReferenceLife Life)> _endedLives = [];

    /// <summary>O-LIMIT: at the maker's price.</summary>
    private void Trade(ReferenceOrder taker, ReferenceOrder maker, ReferenceMarket market, long lots)
    {
        var price = maker.PriceTicks;
        var traded = NewTrade(market, price, lots, _state.NowNs);
        traded.Aggressor = taker.Side;
        var takerFee = (BigInteger)market.Terms.TakerFeePerLot * lots;
        var makerFee = (BigInteger)market.Terms.MakerFeePerLot * lots;
        var made = Fill(maker, market, (price, lots, makerFee, traded.MatchedNs));
        var taken = Fill(taker, market, (price, lots, takerFee, traded.MatchedNs));
        (traded.Buy, traded.Sell) = taker.IsBuy ? (taken, made) : (made, taken);
        Report(ref traded, market);
        market.LastTicks = price;
        market.History.Record(_state.NowSecond, price);
        AfterFill(maker, market, lots);
        AfterFill(taker, market, lots);
    }

    /// <summary>A7: two orders at the price of the uncrossing, no aggressor.</summary>
    private void TradeInAuction(ReferenceOrder buy, ReferenceOrder sell, ReferenceMarket market, long lots)
    {
        var call = market.Call!;
        var isFree = call.Kind == AuctionKind.Opening && market.Rules.Flags.HasFlag(TradingFlags.OpeningAuctionFree);
        var fee = isFree ? 0 : (BigInteger)market.Terms.AuctionFeePerLot * lots;
        var traded = NewTrade(market, call.PriceTicks, lots, call.MatchedNs);
        traded.Flags = TradeFlags.Auction;
        traded.AuctionId = call.Id;
        traded.Buy = Fill(buy, market, (call.PriceTicks, lots, fee, call.MatchedNs));
        traded.Sell = Fill(sell, market, (call.PriceTicks, lots, fee, call.MatchedNs));
        Report(ref traded, market);
        AfterFill(buy, market, lots);
        AfterFill(sell, market, lots);
    }

    private Traded NewTrade(ReferenceMarket market, long price, long lots, long matchedNs)
    {
        _state.Matches.Add(SettlementState.Matched);
        return new Traded
        {
            MatchId = (ulong)_state.Matches.Count,
            MarketSequence = ++market.Sequence,
            MarketId = market.Id,
            AssetId = market.Terms.AssetId,
            PriceTicks = price,
            QuantityLots = lots,
            MatchedNs = matchedNs,
        };
    }

    private void Report(ref Traded traded, ReferenceMarket market)
    {
        traded.Pool = (Int128)market.Pool;
        _state.Sink.Append(EventType.Traded, in traded);
        var seller = traded.Sell.Account;
        var end = traded.Flags == TradeFlags.Bust ? PositionEnd.Bust : PositionEnd.Trade;
        Remember(in traded, market);
        foreach (var (position, ended) in _endedLives.OrderBy(life => life.Position.Account.Id == seller))
        {
            var closed = ended.Close(position, traded.MatchedNs, end);
            closed.AccountSequence = ++position.Account.Sequence;
            _state.Sink.Append(EventType.PositionClosed, in closed);
        }

        _endedLives.Clear();
    }

    private void Remember(in Traded traded, ReferenceMarket market) => _state.Trades.Add(new ReferenceMatch(
        _state.Accounts[traded.Buy.Account].Positions[market.Id],
        _state.Accounts[traded.Sell.Account].Positions[market.Id],
        traded.PriceTicks,
        traded.QuantityLots,
        traded.MatchedNs,
        (BigInteger)traded.Buy.Fee,
        (BigInteger)traded.Sell.Fee));

    private TradeSide Fill(
        ReferenceOrder order, ReferenceMarket market, (long Price, long Lots, BigInteger Fee, long MatchedNs) fill)
    {
        var share = ShareOfHold(order, market, (fill.Price, fill.Lots));
        var side = Post(Position(order.Account, market), order.Side, fill, share);
        order.CumulativeLots += fill.Lots;
        order.CumulativeTickLots += (BigInteger)fill.Price * fill.Lots;
        order.Status = OrderStatus.PartiallyFilled;
        if (order.List is not null)
        {
            _links.Enqueue(new LinkEvent(LinkKind.Fill, order, fill.Lots));
        }

        if (order.QuoteSet is not null)
        {
            CountQuote(order, fill.Lots);
        }

        side.OrderId = order.OrderId;
        side.ClientOrderId = order.ClientOrderId;
        side.CumulativeLots = order.CumulativeLots;
        side.LeavesLots = order.LeavesLots;
        side.CumulativeTickLots = (Int128)order.CumulativeTickLots;
        return side;
    }

    /// <summary>Money and position of one side, with what its order held for it; the side has no order yet.</summary>
    private TradeSide Post(
        ReferencePosition position, Side bought, (long Price, long Lots, BigInteger Fee, long MatchedNs) fill,
        BigInteger share)
    {
        var (account, market) = (position.Account, position.Market);
        var (price, lots, fee, matchedNs) = fill;
        var asset = market.Terms.AssetId;
        MarkChanged(position);
        var sign = bought == Side.Buy ? 1 : -1;
        var closing = Closing(position, bought, lots);
        var cash = CashOf(position, bought, price, lots);
        account.Available[asset] += share + cash - fee;
        market.Pool -= cash;
        _state.Fees[asset] += fee;
        position.FeesPaid += fee;

        var removed = closing == 0 ? 0 : position.Cost * closing / BigInteger.Abs(position.Lots);
        var realised = closing == 0 ? 0 : -(sign * closing * price * market.TickValue) - removed;
        position.Cost += (sign * (lots - closing) * price * market.TickValue) - removed;
        position.Lots += sign * lots;
        Live(position, (price, lots - closing, closing, matchedNs), (fee, realised));
        return new TradeSide
        {
            Account = account.Id,
            AccountSequence = ++account.Sequence,
            Fee = (Int128)fee,
            CashDelta = (Int128)cash,
            Available = account.Free(asset),
            Owed = account.Owed(asset),
            Held = account.Held(asset),
            PositionLots = (long)position.Lots,
            PositionCost = (Int128)position.Cost,
            RealisedPnl = (Int128)realised,
        };
    }

    private static BigInteger Closing(ReferencePosition position, Side side, long lots) =>
        BigInteger.Min(lots, position.Closable(side));

    /// <summary>R1: what a fill brings, negative = costs.</summary>
    private static BigInteger CashOf(ReferencePosition position, Side side, long price, long lots)
    {
        var market = position.Market;
        var closing = Closing(position, side, lots);
        var range = ((BigInteger)market.Terms.CapTicks - market.Terms.FloorTicks) * market.TickValue;
        var opening = market.OpeningCost(side, price);
        return (closing * (range - opening)) - ((lots - closing) * opening);
    }

    /// <summary>F10: a fill closes, which may end a life, and then opens; its fee is shared by lots.</summary>
    private void Live(
        ReferencePosition position, (long Price, BigInteger Opened, BigInteger Closed, long Ns) fill,
        (BigInteger Fee, BigInteger Realised) money)
    {
        var closingFee = money.Fee * fill.Closed / (fill.Opened + fill.Closed);
        if (fill.Closed > 0)
        {
            var life = position.Life!;
            life.ExitTickLots += fill.Closed * fill.Price;
            life.RealisedPnl += money.Realised;
            life.Fees += closingFee;
            if (position.Lots.IsZero || fill.Opened > 0)
            {
                _endedLives.Add((position, life));
                position.Life = null;
            }
        }

        if (fill.Opened > 0)
        {
            position.Life ??= new ReferenceLife(fill.Ns, position.Lots > 0);
            position.Life.OpenedLots += fill.Opened;
            position.Life.EntryTickLots += fill.Opened * fill.Price;
            position.Life.Fees += money.Fee - closingFee;
        }
    }

    /// <summary>Takes the lots out of the order and gives back what was held for them.</summary>
    private static BigInteger ShareOfHold(
        ReferenceOrder order, ReferenceMarket market, (long Price, long Lots) fill)
    {
        var held = order.Hold;
        order.LeavesLots -= fill.Lots;
        if (order.WalkHold is not null)
        {
            var share = fill.Lots * (market.OpeningCost(order.Side, fill.Price) + market.Terms.TakerFeePerLot);
            order.WalkHold = order.LeavesLots == 0 ? 0 : Int128.Max(0, (Int128)(held - share));
        }

        return held - order.Hold;
    }

    private void MarkChanged(ReferencePosition position)
    {
        if (!position.HasChanged)
        {
            position.HasChanged = true;
            _changed.Add(position);
        }
    }

    /// <summary>The resting side: slices of icebergs, places, the end of what is filled.</summary>
    private void AfterFill(ReferenceOrder order, ReferenceMarket market, long lots)
    {
        if (order.Place == Place.Book)
        {
            _state.Touch(market, order.Side, order.PriceTicks);
        }

        if (order.LeavesLots == 0)
        {
            LeavePlace(order, market);
            Close(order, market, OrderStatus.Filled);
            return;
        }

        TakeFromSlice(order, market, lots);
        LeaveBookIfEmpty(order);
    }

    /// <summary>I-ICE-3: a used up slice is followed by the next one, at the tail of the level.</summary>
    private void TakeFromSlice(ReferenceOrder order, ReferenceMarket market, long lots)
    {
        if (!order.IsIceberg || order.Place != Place.Book)
        {
            return;
        }

        order.SliceLots = Math.Max(0, order.SliceLots - lots);
        if (order.SliceLots == 0 && order.ActiveLots > 0)
        {
            market.Leave(market.Book(order.Side), order);
            ShowNextSlice(order, market);
            order.Stamp = ++_state.LastStamp;
            ReferenceMarket.Insert(market.Book(order.Side), order);
            ReportShown(order, market);
        }
    }

    private static void ShowNextSlice(ReferenceOrder order, ReferenceMarket market)
    {
        if (order.IsIceberg)
        {
            order.SliceLots = market.Generator.Slice(order.DisplayLots, order.VarianceLots, order.ActiveLots);
        }
    }
}
