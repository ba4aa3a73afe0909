using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Streams;

/// <summary>
/// What a follower of the frames knows: markets, open orders, positions, matches. Streams draw their next command
/// from it; the coverage report asks it about the orders of an event.
/// </summary>
public sealed class StreamWorld
{
    private const int EndedToPick = 256;
    private const int RememberedEnded = 16_384;
    private readonly Dictionary<long, StreamOrder> _orders = [];
    private readonly Dictionary<long, int> _places = [];
    private readonly Queue<long> _forgotten = new();

    public Dictionary<uint, StreamMarket> Markets { get; } = [];

    /// <summary>In order of creation.</summary>
    public List<StreamMarket> MarketsInOrder { get; } = [];

    /// <summary>Key: account and market; signed lots.</summary>
    public Dictionary<(AccountId Account, uint Market), long> Positions { get; } = [];

    /// <summary>The markets that have not ended; all of them when there is none.</summary>
    public IReadOnlyList<StreamMarket> Live()
    {
        var live = MarketsInOrder.FindAll(market => !market.HasEnded);
        return live.Count > 0 ? live : MarketsInOrder;
    }

    public List<StreamOrder> Open { get; } = [];

    public List<StreamOrder> Ended { get; } = [];

    public ulong LastMatch { get; private set; }

    public StreamOrder? Order(long orderId) => _orders.GetValueOrDefault(orderId);

    public void Observe(ReadOnlySpan<byte> frame)
    {
        foreach (var item in new EventFrame(frame))
        {
            Observe(item);
        }
    }

    private void Observe(EventFrame.Item item)
    {
        switch (item.Type)
        {
            case EventType.MarketCreated:
                var terms = item.Body<MarketCreated>().Request;
                Markets.Add(terms.MarketId, new StreamMarket(terms));
                MarketsInOrder.Add(Markets[terms.MarketId]);
                break;
            case EventType.OrderAccepted:
                Accept(in item.Body<OrderAccepted>());
                break;
            case EventType.Traded:
                Trade(in item.Body<Traded>());
                break;
            case EventType.OrderCancelled:
                End(item.Body<OrderCancelled>().OrderId, item.Body<OrderCancelled>().Status);
                break;
            case EventType.OrderReduced:
                Leave(item.Body<OrderReduced>().OrderId, item.Body<OrderReduced>().LeavesLots);
                break;
            case EventType.OrderActivated:
                Activate(in item.Body<OrderActivated>());
                break;
            case EventType.OrderTriggered:
                Trigger(in item.Body<OrderTriggered>());
                break;
            case EventType.OrderReplaced:
                Replace(in item.Body<OrderReplaced>());
                break;
            case EventType.OrderAmended:
                Amend(in item.Body<OrderAmended>());
                break;
            default:
                ObserveMarket(item);
                break;
        }
    }

    private void ObserveMarket(EventFrame.Item item)
    {
        switch (item.Type)
        {
            case EventType.LevelChanged:
                Markets[item.Body<LevelChanged>().MarketId].Apply(in item.Body<LevelChanged>());
                break;
            case EventType.MarketStateChanged:
                ref readonly var changed = ref item.Body<MarketStateChanged>();
                var market = Markets[changed.MarketId];
                (market.State, market.Auction, market.Cause) = (changed.State, changed.Auction, changed.Cause);
                (market.EarliestEndNs, market.IsUncrossing) = (changed.EarliestEndNs, false);
                break;
            case EventType.AuctionUncrossed:
                Markets[item.Body<AuctionUncrossed>().MarketId].IsUncrossing = true;
                break;
            case EventType.TradingRulesChanged:
                Markets[item.Body<TradingRulesChanged>().MarketId].Rules = item.Body<TradingRulesChanged>().Rules;
                break;
            case EventType.MarkPriceChanged:
                Markets[item.Body<MarkPriceChanged>().MarketId].MarkTicks = item.Body<MarkPriceChanged>().PriceTicks;
                break;
            case EventType.ResultChanged:
                ref readonly var update = ref item.Body<ResultChanged>().Update;
                Markets[update.MarketId].AssertionId = update.AssertionId;
                break;
            case EventType.PositionSettled:
                ref readonly var settled = ref item.Body<PositionSettled>();
                Positions[(settled.Account, settled.MarketId)] = 0;
                break;
            case EventType.IndexPriceChanged:
                Markets[item.Body<IndexPriceChanged>().MarketId].IndexTicks =
                    item.Body<IndexPriceChanged>().PriceTicks;
                break;
            default:
                break;
        }
    }

    private void Accept(in OrderAccepted accepted)
    {
        var order = new StreamOrder
        {
            OrderId = accepted.OrderId,
            Request = accepted.Request,
            ListKind = accepted.ListKind,
            LegIndex = accepted.LegIndex,
            LegCount = accepted.LegCount,
            Status = accepted.Status,
            LeavesLots = accepted.Request.QuantityLots,
        };
        _orders[accepted.OrderId] = order;
        _places[accepted.OrderId] = Open.Count;
        Open.Add(order);
    }

    private void Trade(in Traded trade)
    {
        LastMatch = trade.MatchId;
        if ((trade.Flags & ~TradeFlags.Auction) == 0)
        {
            Markets[trade.MarketId].LastTicks = trade.PriceTicks;
        }

        Fill(in trade.Buy, trade.MarketId);
        Fill(in trade.Sell, trade.MarketId);
    }

    private void Fill(in TradeSide side, uint market)
    {
        Positions[(side.Account, market)] = side.PositionLots;
        Leave(side.OrderId, side.LeavesLots);
        if (side.LeavesLots == 0)
        {
            End(side.OrderId, OrderStatus.Filled);
        }
    }

    private void Leave(long orderId, long lots)
    {
        if (Order(orderId) is { } order)
        {
            order.LeavesLots = lots;
        }
    }

    private void Activate(in OrderActivated activated)
    {
        if (Order(activated.OrderId) is { } order)
        {
            order.Status = activated.Status;
            order.LeavesLots = activated.LeavesLots;
        }
    }

    private void Trigger(in OrderTriggered triggered)
    {
        if (Order(triggered.OrderId) is { } order)
        {
            (order.Status, order.IsTriggered) = (OrderStatus.New, true);
        }
    }

    private void Replace(in OrderReplaced replaced)
    {
        if (Order(replaced.OrderId) is { } order)
        {
            var clientOrderId = order.Request.ClientOrderId;
            var request = replaced.Request;
            request.ClientOrderId = clientOrderId;
            order.Request = request;
        }
    }

    private void Amend(in OrderAmended amended)
    {
        if (Order(amended.OrderId) is { } order)
        {
            (order.LeavesLots, order.WasAmended) = (amended.LeavesLots, true);
        }
    }

    private void End(long orderId, OrderStatus status)
    {
        if (!_places.Remove(orderId, out var place))
        {
            return;
        }

        var order = Open[place];
        (order.IsOpen, order.Status) = (false, status);
        var last = Open[^1];
        Open[place] = last;
        Open.RemoveAt(Open.Count - 1);
        if (last != order)
        {
            _places[last.OrderId] = place;
        }

        Remember(order);
    }

    private void Remember(StreamOrder order)
    {
        Ended.Add(order);
        _forgotten.Enqueue(order.OrderId);
        if (Ended.Count > EndedToPick)
        {
            Ended.RemoveAt(0);
        }

        if (_forgotten.Count > RememberedEnded)
        {
            _orders.Remove(_forgotten.Dequeue());
        }
    }
}
