using System.Text.Json.Nodes;
using DexExtra.Gateway.Feed;
using DexExtra.Gateway.Views;
using DexExtra.Messages;

namespace DexExtra.Gateway.Tests.Support;

/// <summary>The feed without a gateway: frames in, messages of one client out, all on the caller's thread.</summary>
internal sealed class DirectFeed : IDisposable
{
    private readonly RecordingSocket _socket = new();
    private readonly FeedClient _client;

    public DirectFeed(TimeProvider? time = null, GatewayLimits? limits = null)
    {
        Clock = new GatewayClock(time ?? TimeProvider.System);
        FanOut = new FeedFanOut(Clock);
        Hub = new FeedHub(Venue, FanOut, Clock);
        Outbox = new FeedOutbox(limits ?? new GatewayLimits());
        _client = new FeedClient(_socket, Outbox, Clock, isPackets: false);
    }

    public VenueView Venue { get; } = new(new GatewayLimits());

    public GatewayClock Clock { get; }

    public FeedFanOut FanOut { get; }

    public FeedHub Hub { get; }

    public FeedOutbox Outbox { get; }

    public List<JsonObject> Messages => _socket.Messages;

    public void Apply(TestFrame frame) => Apply(frame.Bytes);

    public void Apply(ReadOnlySpan<byte> frame)
    {
        Venue.Apply(new EventFrame(frame));
        Hub.OnFrame(new EventFrame(frame));
    }

    public FeedSubscription? Subscribe(FeedChannel channel, uint marketId, byte variant = 0, ulong? after = null) =>
        Subscribe(Outbox, channel, marketId, variant, after);

    public FeedSubscription? Subscribe(
        FeedOutbox outbox, FeedChannel channel, uint marketId, byte variant = 0, ulong? after = null)
    {
        var key = new FeedTopicKey(channel, variant);
        return Hub.Subscribe(outbox, marketId, key, after, isResumed => FeedMessage.Of(
            new FeedMessages().Acknowledge("subscribed", key, marketId, isResumed)));
    }

    public void Unsubscribe(FeedSubscription subscription) => Hub.Unsubscribe(subscription, FeedMessage.Of(
        new FeedMessages().Acknowledge("unsubscribed", subscription.Topic.Key, 1, null)));

    /// <summary>What was sent since the last call; the client stays open.</summary>
    public IEnumerable<JsonObject> Take()
    {
        FanOut.Drain();
        while (Outbox.TryTake(out var message))
        {
            yield return JsonNode.Parse(message.Json)!.AsObject();
        }
    }

    /// <summary>Everything so far to <see cref="Messages"/>; the client is closed by it.</summary>
    public async Task FlushAsync()
    {
        FanOut.Drain();
        Outbox.Close(null);
        await _client.RunSenderAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        _client.Dispose();
        _socket.Dispose();
        FanOut.Dispose();
    }
}
