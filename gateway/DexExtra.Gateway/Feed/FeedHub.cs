using DexExtra.Gateway.Follow;
using DexExtra.Gateway.Views;
using DexExtra.Messages;

namespace DexExtra.Gateway.Feed;

/// <summary>
/// Turns frames into feed messages and hands them to the subscribers' queues (D1–D7). Runs on the follower thread with
/// the venue's gate held, after the views; subscribing takes the same gate, so that a snapshot and the deltas after it
/// are gapless. Never waits for a client. A message is built once, whoever listens, and not at all when nobody does.
/// </summary>
internal sealed class FeedHub(VenueView venue, GatewayClock clock) : IFrameListener
{
    private const long NsPerMs = 1_000_000;

    private readonly Dictionary<uint, MarketFeed> _feeds = [];
    private readonly List<MarketFeed> _touched = [];
    private readonly FeedMessages _messages = new();
    private readonly StatusMessages _status = new();
    private long _nextHeartbeatNs;

    public void OnFrame(EventFrame frame)
    {
        var timestampNs = frame.Header.TimestampNs;
        foreach (var item in frame)
        {
            OnEvent(item, timestampNs);
        }

        foreach (var feed in _touched)
        {
            SendDelta(feed, timestampNs);
        }

        _touched.Clear();
    }

    public void OnPause()
    {
        var now = clock.MonotonicNs;
        if (now < _nextHeartbeatNs)
        {
            return;
        }

        _nextHeartbeatNs = now + (GatewayLimits.FeedHeartbeatMs * NsPerMs);
        foreach (var feed in _feeds.Values)
        {
            if (feed.HasSubscribers)
            {
                SendHeartbeat(feed);
            }
        }
    }

    /// <summary>Client thread, gate not held. False when there is no such market.</summary>
    public bool Subscribe(FeedClient client, FeedChannel channel, uint marketId)
    {
        lock (venue.Gate)
        {
            if (!venue.TryGetMarket(marketId, out var market))
            {
                return false;
            }

            var feed = FeedOf(market);
            client.Enqueue(_messages.Acknowledge("subscribed", NameOf(channel), marketId));
            client.EnqueueSnapshot(channel switch
            {
                FeedChannel.Book => _messages.BookSnapshot(market, venue.TimestampNs),
                FeedChannel.Trades => _messages.TradesSnapshot(market),
                _ => _status.Snapshot(market, venue.TimestampNs),
            });
            feed.Subscribers(channel).Add(client);
            return true;
        }
    }

    /// <summary>Client thread, gate not held.</summary>
    public void Unsubscribe(FeedClient client, FeedChannel channel, uint marketId)
    {
        lock (venue.Gate)
        {
            if (_feeds.TryGetValue(marketId, out var feed) && feed.Subscribers(channel).Remove(client))
            {
                client.Enqueue(_messages.Acknowledge("unsubscribed", NameOf(channel), marketId));
            }
        }
    }

    /// <summary>Forgets a client that is gone. Gate not held.</summary>
    public void Leave(FeedClient client)
    {
        lock (venue.Gate)
        {
            foreach (var feed in _feeds.Values)
            {
                feed.Subscribers(FeedChannel.Book).Remove(client);
                feed.Subscribers(FeedChannel.Trades).Remove(client);
                feed.Subscribers(FeedChannel.Status).Remove(client);
            }
        }
    }

    public static string NameOf(FeedChannel channel) => channel switch
    {
        FeedChannel.Book => "book",
        FeedChannel.Trades => "trades",
        _ => "status",
    };

    private void OnEvent(EventFrame.Item item, long timestampNs)
    {
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
        var subscribers = feed.Subscribers(FeedChannel.Status);
        if (subscribers.Count > 0)
        {
            Send(subscribers, _status.Change(feed.Market, item, previous, timestampNs));
        }
    }

    private void OnTraded(in Traded trade)
    {
        var feed = Touch(trade.MarketId);
        feed.Delta.Touch(trade.MarketSequence);
        var previous = feed.LastTradeSequence;
        feed.LastTradeSequence = trade.MarketSequence;
        var subscribers = feed.Subscribers(FeedChannel.Trades);
        if (subscribers.Count == 0)
        {
            return;
        }

        var record = TradeRecord.Of(in trade);
        Send(subscribers, _messages.Trade(feed.Market.Info, in record, previous));
    }

    private void SendDelta(MarketFeed feed, long timestampNs)
    {
        var subscribers = feed.Subscribers(FeedChannel.Book);
        if (subscribers.Count > 0)
        {
            Send(subscribers, _messages.BookDelta(feed.Delta, timestampNs));
        }

        feed.Delta.Clear();
    }

    private void SendHeartbeat(MarketFeed feed)
    {
        var message = _messages.Heartbeat(feed.Market, venue.TimestampNs);
        var clients = feed.Subscribers(FeedChannel.Book)
            .Union(feed.Subscribers(FeedChannel.Trades))
            .Union(feed.Subscribers(FeedChannel.Status));
        foreach (var client in clients)
        {
            client.Enqueue(message);
        }
    }

    private static void Send(HashSet<FeedClient> subscribers, byte[] message)
    {
        foreach (var client in subscribers)
        {
            client.Enqueue(message);
        }
    }

    /// <summary>
    /// The market's feed, listed once per frame. Before the first subscriber the feed is not needed, but cheap.
    /// </summary>
    private MarketFeed Touch(uint marketId)
    {
        if (!_feeds.TryGetValue(marketId, out var feed))
        {
            venue.TryGetMarket(marketId, out var market);
            feed = FeedOf(market!);
        }

        if (feed.Delta.LastSequence == 0)
        {
            _touched.Add(feed);
        }

        return feed;
    }

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
