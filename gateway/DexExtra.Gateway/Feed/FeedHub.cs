using DexExtra.Gateway.Follow;
using DexExtra.Gateway.Views;
using DexExtra.Messages;

namespace DexExtra.Gateway.Feed;

/// <summary>
/// Turns frames into feed messages (D1–D7), whatever the transport of those who receive them. Runs on the follower
/// thread with the venue's gate held, after the views; subscribing takes the same gate, so that a snapshot and the
/// deltas after it are gapless. A message is built once, whoever listens, and not at all when nobody does; the fan-out
/// thread hands it on.
/// </summary>
internal sealed class FeedHub(VenueView venue, FeedFanOut fanOut, GatewayClock clock) : IFrameListener
{
    public const long NsPerMs = 1_000_000;

    private const long NsPerSecond = 1_000_000_000;
    private const long HeartbeatSlotNs = GatewayLimits.FeedHeartbeatMs * NsPerMs / GatewayLimits.FeedHeartbeatSlots;

    private readonly Dictionary<uint, MarketFeed> _feeds = [];
    private readonly List<MarketFeed> _touched = [];
    private readonly FeedMessages _messages = new();
    private readonly StatusMessages _status = new();
    private readonly CandleMessages _candles = new();
    private readonly OrderMessages _orders = new();
    private long _nextHeartbeatNs;
    private long _nextCandlesNs;
    private long _nextSecondNs;

    public void OnFrame(EventFrame frame)
    {
        var timestampNs = frame.Header.TimestampNs;
        Advance(timestampNs);
        foreach (var item in frame)
        {
            OnEvent(item, timestampNs);
        }

        foreach (var feed in _touched)
        {
            Finish(feed, timestampNs);
        }

        _touched.Clear();
    }

    public void OnPause()
    {
        var now = clock.MonotonicNs;
        if (now >= _nextCandlesNs)
        {
            _nextCandlesNs = now + (GatewayLimits.CandleUpdateMs * NsPerMs);
            ForEachFeed(SendCandles);
        }

        if (now >= _nextHeartbeatNs)
        {
            _nextHeartbeatNs = now + HeartbeatSlotNs;
            ForEachFeed(SendHeartbeat);
        }

        fanOut.Wake();
    }

    /// <summary>
    /// Client thread, gate not held. Null when there is no such market. With <paramref name="after"/>, the market
    /// sequence that the client has, it gets what it missed, where that is still known, else a snapshot; the answer,
    /// which comes first, is told which of the two.
    /// </summary>
    public FeedSubscription? Subscribe(
        FeedOutbox outbox, uint marketId, FeedTopicKey key, ulong? after, Func<bool, FeedMessage> answer)
    {
        lock (venue.Gate)
        {
            if (!venue.TryGetMarket(marketId, out var market))
            {
                return null;
            }

            var feed = FeedOf(market);
            var topic = feed.Topic(key);
            topic.Enter(market.Sequence);
            var subscription = new FeedSubscription(outbox, feed, topic);
            var batch = Missed(subscription, after, out var isResumed) ?? [Snapshot(feed, topic)];
            Join(subscription, answer(isResumed), batch);
            return subscription;
        }
    }

    /// <summary>
    /// Brings a subscription up to date that missed something: what it missed where that is known, else a snapshot; a
    /// stream that must not lose anything ends (D6, D7). Gate not held.
    /// </summary>
    public void Refresh(FeedSubscription subscription)
    {
        lock (venue.Gate)
        {
            if (subscription.IsEnded)
            {
                return;
            }

            subscription.Topic.IsOverrun = false;
            var batch = Missed(subscription, subscription.LastSequence, out _);
            if (batch is null && subscription.Topic.Key.IsLossless && subscription.LastSequence != 0)
            {
                subscription.Outbox.Close(FeedOutbox.SlowConsumer);
                return;
            }

            Join(subscription, null, batch ?? [Snapshot(subscription.Feed, subscription.Topic)]);
        }
    }

    /// <summary>Client thread, gate not held. Nothing follows on the answer.</summary>
    public void Unsubscribe(FeedSubscription subscription, FeedMessage? answer)
    {
        lock (venue.Gate)
        {
            if (subscription.IsEnded)
            {
                return;
            }

            subscription.IsEnded = true;
            subscription.Topic.Leave(clock.MonotonicNs);
            fanOut.Post(new FanOutStep(FanOutKind.Leave, subscription.Feed)
            {
                Subscription = subscription,
                Message = answer,
            });
        }

        fanOut.Wake();
    }

    /// <summary>Candles of a market; gate held.</summary>
    public MarketCandles Candles(uint marketId) => FeedOf(marketId).Candles;

    /// <summary>Single orders of a market; gate held.</summary>
    public OrderQueues Orders(uint marketId) => FeedOf(marketId).Orders;

    private static IReadOnlyList<FeedMessage>? Missed(
        FeedSubscription subscription, ulong? after, out bool isResumed)
    {
        var topic = subscription.Topic;
        IReadOnlyList<FeedMessage>? missed = null;
        isResumed = after is { } sequence && topic.Key.IsReplayable && topic.Window.TryReplay(
            sequence, subscription.Feed.Market.Sequence, topic.Key.IsContiguous, out missed);
        return missed;
    }

    private void Join(FeedSubscription subscription, FeedMessage? answer, IReadOnlyList<FeedMessage> batch)
    {
        fanOut.Post(new FanOutStep(FanOutKind.Join, subscription.Feed)
        {
            Subscription = subscription,
            Message = answer,
            Batch = batch,
        });
        fanOut.Wake();
    }

    private FeedMessage Snapshot(MarketFeed feed, FeedTopic topic)
    {
        var market = feed.Market;
        return topic.Snapshot(market.Sequence, () => topic.Key.Channel switch
        {
            FeedChannel.Book => _messages.BookSnapshot(market, venue.TimestampNs),
            FeedChannel.Level1 => _messages.Level1(market, venue.TimestampNs),
            FeedChannel.Level3 => _orders.Snapshot(feed, venue.TimestampNs),
            FeedChannel.Trades => _messages.TradesSnapshot(market),
            FeedChannel.Status => _status.Snapshot(market, venue.TimestampNs),
            FeedChannel.Settlement => _status.Settlement(market, feed.LastSettlementSequence, venue.TimestampNs),
            FeedChannel.Stats => _candles.Stats(feed, venue.TimestampNs),
            _ => _candles.Snapshot(feed, topic.Key.Variant, venue.TimestampNs),
        });
    }

    private void OnEvent(EventFrame.Item item, long timestampNs)
    {
        if (OrderQueueEvents.TryMarket(item, out var orderMarket))
        {
            var feed = FeedOf(orderMarket);
            OrderQueueEvents.Apply(feed.Orders, item);
        }

        if (item.Type == EventType.Traded)
        {
            OnTraded(in item.Body<Traded>());
        }
        else if (item.Type == EventType.LevelChanged)
        {
            ref readonly var change = ref item.Body<LevelChanged>();
            Touch(change.MarketId).Delta.Add(in change);
        }
        else if (StatusMessages.TryRead(item, out var marketId, out var marketSequence))
        {
            OnStatus(item, marketId, marketSequence, timestampNs);
        }
    }

    private void OnStatus(EventFrame.Item item, uint marketId, ulong marketSequence, long timestampNs)
    {
        var feed = Touch(marketId);
        feed.Delta.Touch(marketSequence);
        var previous = feed.LastStatusSequence;
        feed.LastStatusSequence = marketSequence;
        if (feed.Status.IsWanted)
        {
            Send(feed, feed.Status, FeedMessage.Of(
                _status.Change(feed.Market, item, previous, timestampNs), marketSequence, previous));
        }

        if (item.Type is EventType.MarketStateChanged or EventType.ResultChanged or EventType.MarketSettled)
        {
            feed.LastSettlementSequence = marketSequence;
            if (feed.Settlement.IsWanted)
            {
                Send(feed, feed.Settlement, FeedMessage.Of(
                    _status.Settlement(feed.Market, marketSequence, timestampNs), marketSequence));
            }
        }
    }

    private void OnTraded(in Traded trade)
    {
        var feed = Touch(trade.MarketId);
        feed.Delta.Touch(trade.MarketSequence);
        feed.Candles.Apply(in trade);
        var previous = feed.LastTradeSequence;
        feed.LastTradeSequence = trade.MarketSequence;
        if (feed.Trades.IsWanted)
        {
            var record = TradeRecord.Of(in trade);
            Send(feed, feed.Trades, FeedMessage.Of(
                _messages.Trade(feed.Market.Info, in record, previous), trade.MarketSequence, previous));
        }
    }

    /// <summary>The end of a frame: what it did to the market's levels, best prices and orders.</summary>
    private void Finish(MarketFeed feed, long timestampNs)
    {
        var delta = feed.Delta;
        feed.Orders.EndFrame(delta.Changes);
        if (feed.Book.IsWanted || feed.HasConflated)
        {
            var change = delta.ToChange(timestampNs);
            if (feed.Book.IsWanted)
            {
                Send(feed, feed.Book, FeedMessage.Of(
                    _messages.BookDelta(feed.Market.Info.MarketId, change), change.Sequence, change.PreviousSequence));
            }

            if (feed.HasConflated)
            {
                fanOut.Post(new FanOutStep(FanOutKind.Conflate, feed) { Change = change });
            }
        }

        if (feed.Level3.IsWanted)
        {
            Send(feed, feed.Level3, FeedMessage.Of(
                _orders.Delta(feed, timestampNs), delta.LastSequence, delta.PreviousSequence));
        }

        feed.Orders.Told();
        SendBest(feed, timestampNs);
        delta.Clear();
    }

    private void SendBest(MarketFeed feed, long timestampNs)
    {
        var best = feed.Market.Book.Best;
        if (best == feed.Best)
        {
            return;
        }

        feed.Best = best;
        if (!feed.Level1.IsWanted && !feed.HasConflatedLevel1)
        {
            return;
        }

        var message = FeedMessage.Of(_messages.Level1(feed.Market, timestampNs), feed.Market.Sequence);
        Send(feed, feed.Level1, message);
        if (feed.HasConflatedLevel1)
        {
            fanOut.Post(new FanOutStep(FanOutKind.Replace, feed) { Message = message });
        }
    }

    /// <summary>D9: candles close by engine time, whether anything traded or not.</summary>
    private void Advance(long timestampNs)
    {
        if (timestampNs < _nextSecondNs)
        {
            return;
        }

        _nextSecondNs = timestampNs - (timestampNs % NsPerSecond) + NsPerSecond;
        foreach (var feed in _feeds.Values)
        {
            feed.Candles.Advance(timestampNs);
        }
    }

    private void ForEachFeed(Action<MarketFeed> act)
    {
        foreach (var feed in _feeds.Values)
        {
            act(feed);
        }
    }

    private void SendCandles(MarketFeed feed)
    {
        for (var index = 0; index < feed.Intervals.Length; index++)
        {
            var (series, topic) = (feed.Candles.Series[index], feed.Intervals[index]);
            if (series.FirstChanged >= 0)
            {
                topic.Outdate();
                if (topic.IsWanted)
                {
                    Send(feed, topic, FeedMessage.Of(
                        _candles.Changes(feed, index, venue.TimestampNs), feed.Market.Sequence));
                }

                series.TakeChanges();
            }
        }
    }

    /// <summary>D3: at once, then each second, markets at different moments of it.</summary>
    private void SendHeartbeat(MarketFeed feed)
    {
        var now = clock.MonotonicNs;
        if (now < feed.NextHeartbeatNs)
        {
            return;
        }

        var slot = feed.NextHeartbeatNs == 0 ? feed.Market.Info.MarketId % GatewayLimits.FeedHeartbeatSlots : 0;
        feed.NextHeartbeatNs = now + (GatewayLimits.FeedHeartbeatMs * NsPerMs) - (slot * HeartbeatSlotNs);
        foreach (var topic in feed.Topics)
        {
            topic.Expire(now);
        }

        if (feed.Candles.Version != feed.ToldStats)
        {
            feed.ToldStats = feed.Candles.Version;
            feed.Stats.Outdate();
            if (feed.Stats.IsWanted)
            {
                Send(feed, feed.Stats, FeedMessage.Of(_candles.Stats(feed, venue.TimestampNs), feed.Market.Sequence));
            }
        }

        if (feed.HasInterest)
        {
            fanOut.Post(new FanOutStep(FanOutKind.Heartbeat, feed)
            {
                Message = FeedMessage.Of(_messages.Heartbeat(feed.Market, venue.TimestampNs)),
            });
        }
    }

    private void Send(MarketFeed feed, FeedTopic topic, FeedMessage message)
    {
        if (topic.Window.IsRecording)
        {
            topic.Window.Add(message);
        }

        if (topic.Interest > 0)
        {
            fanOut.Post(new FanOutStep(FanOutKind.Deliver, feed) { Topic = topic, Message = message });
        }
    }

    /// <summary>The market's feed, listed once per frame.</summary>
    private MarketFeed Touch(uint marketId)
    {
        var feed = FeedOf(marketId);
        if (feed.Delta.LastSequence == 0)
        {
            _touched.Add(feed);
        }

        return feed;
    }

    private MarketFeed FeedOf(uint marketId) =>
        _feeds.TryGetValue(marketId, out var feed) ? feed : FeedOf(venue.MarketOf(marketId));

    private MarketFeed FeedOf(MarketView market)
    {
        if (!_feeds.TryGetValue(market.Info.MarketId, out var feed))
        {
            feed = new MarketFeed(market);
            _feeds.Add(market.Info.MarketId, feed);
        }

        return feed;
    }
}
