using DexExtra.Gateway.Views;

namespace DexExtra.Gateway.Feed;

/// <summary>Who listens to one market. Changed and read only with the venue's gate held.</summary>
internal sealed class MarketFeed(MarketView market)
{
    private readonly HashSet<FeedClient>[] _subscribers = [[], [], []];

    public MarketView Market { get; } = market;

    public MarketDelta Delta { get; } = new(market);

    /// <summary>
    /// Market sequence of the last trade sent; the hub sees every frame from the first, so 0 is right at the start.
    /// </summary>
    public ulong LastTradeSequence { get; set; }

    /// <summary>Market sequence of the last status message, as <see cref="LastTradeSequence"/>.</summary>
    public ulong LastStatusSequence { get; set; }

    public HashSet<FeedClient> Subscribers(FeedChannel channel) => _subscribers[(int)channel];

    public bool HasSubscribers => _subscribers.Any(clients => clients.Count > 0);
}
