using System.Net;
using DexExtra.Gateway.Rest;
using DexExtra.Messages;

namespace DexExtra.Gateway.Feed;

/// <summary>
/// Understands one connection's requests, whatever the transport (docs/protocol/feed.md): subscribe, unsubscribe,
/// login, ping. Whatever else comes gets an error; nothing throws. Belongs to the connection's reader.
/// </summary>
internal sealed class FeedRequests : IDisposable
{
    private readonly FeedServices _services;
    private readonly FeedOutbox _outbox;
    private readonly Dictionary<(uint MarketId, FeedTopicKey Key), FeedSubscription> _subscriptions = [];
    private readonly Dictionary<uint, UserStream> _streams = [];
    private readonly FeedMessages _messages = new();
    private readonly IPAddress? _remote;
    private string? _token;

    public FeedRequests(FeedServices services, FeedOutbox outbox, IPAddress? remote)
    {
        _remote = remote;
        _services = services;
        _outbox = outbox;
        outbox.OnDrained(Refresh);
    }

    public FeedMessage Refusal(RejectReason code, string message) =>
        FeedMessage.Of(_messages.Error(Codes.Of(code), message));

    /// <summary>The token is taken when it is good now; it is looked at again with each report.</summary>
    public bool TryLogin(string? token)
    {
        if (!_services.Sessions.TryLogin(token, _remote))
        {
            return false;
        }

        _token = token;
        return true;
    }

    public void Handle(ReadOnlySpan<byte> text)
    {
        if (!FeedRequest.TryParse(text, out var request) || request.Op is null)
        {
            Malformed(json => FeedMessage.Of(json));
            return;
        }

        Handle(request, json => FeedMessage.Of(json));
    }

    /// <summary>
    /// Answers are wrapped for the transport: as an event, or as the acknowledgement that was asked for.
    /// </summary>
    public void Handle(FeedRequest request, Func<byte[], FeedMessage> wrap)
    {
        switch (request.Op)
        {
            case "ping":
                _outbox.Answer(wrap(_messages.Pong()));
                break;
            case "login":
                Login(request, wrap);
                break;
            case "subscribe" when request is { Channel: "user", MarketId: null }:
                SubscribeUser(request, wrap);
                break;
            case "unsubscribe" when request is { Channel: "user", MarketId: null }:
                UnsubscribeUser(request, wrap);
                break;
            case "subscribe" or "unsubscribe" when TryKey(request, out var key):
                Change(request, key, wrap);
                break;
            default:
                Malformed(wrap);
                break;
        }
    }

    /// <summary>Forgets a connection that is gone.</summary>
    public void Dispose()
    {
        foreach (var subscription in _subscriptions.Values)
        {
            _services.Hub.Unsubscribe(subscription, null);
        }

        foreach (var stream in _streams.Values)
        {
            stream.Dispose();
        }
    }

    /// <summary>Conflation and interval only where they mean something.</summary>
    private static bool TryKey(FeedRequest request, out FeedTopicKey key)
    {
        key = default;
        if (!FeedTopicKey.TryChannel(request.Channel, out var channel)
            || request.MarketId is null || request.Token is not null || request.Subaccount is not null)
        {
            return false;
        }

        var hasConflation = channel is FeedChannel.Book or FeedChannel.Level1;
        var variant = channel == FeedChannel.Candles
            ? Array.IndexOf(MarketCandles.Intervals, request.Interval)
            : Array.IndexOf(FeedTopicKey.ConflationMs, request.ConflationMs ?? 0);
        key = new FeedTopicKey(channel, (byte)Math.Max(variant, 0));
        return variant >= 0
            && (hasConflation || request.ConflationMs is null)
            && (channel == FeedChannel.Candles || request.Interval is null);
    }

    private void Change(FeedRequest request, FeedTopicKey key, Func<byte[], FeedMessage> wrap)
    {
        var marketId = request.MarketId!.Value;
        var isKnown = _subscriptions.TryGetValue((marketId, key), out var subscription);
        if (request.Op == "unsubscribe")
        {
            var answer = wrap(_messages.Acknowledge("unsubscribed", key, marketId, null));
            if (_subscriptions.Remove((marketId, key)))
            {
                _services.Hub.Unsubscribe(subscription!, answer);
            }
            else
            {
                _outbox.Answer(answer);
            }
        }
        else if (isKnown)
        {
            Refuse(wrap, RejectReason.Malformed, $"already subscribed to {key.Name} {marketId}");
        }
        else if (_subscriptions.Count == GatewayLimits.MaxSubscriptionsPerClient)
        {
            Refuse(wrap, RejectReason.LimitReached, "too many subscriptions on one connection");
        }
        else if (_services.Hub.Subscribe(
            _outbox, marketId, key, request.Resume,
            isResumed => wrap(_messages.Acknowledge("subscribed", key, marketId, isResumed))) is { } made)
        {
            _subscriptions.Add((marketId, key), made);
        }
        else
        {
            Refuse(wrap, RejectReason.UnknownMarket, $"there is no market {marketId}");
        }
    }

    private void Login(FeedRequest request, Func<byte[], FeedMessage> wrap)
    {
        if (TryLogin(request.Token))
        {
            _outbox.Answer(wrap(_messages.LoggedIn()));
        }
        else
        {
            RefuseLogin(wrap);
        }
    }

    private void SubscribeUser(FeedRequest request, Func<byte[], FeedMessage> wrap)
    {
        var subaccount = request.Subaccount ?? 0;
        if (_streams.ContainsKey(subaccount))
        {
            Refuse(wrap, RejectReason.Malformed, $"already subscribed to user {subaccount}");
        }
        else if (_streams.Count == GatewayLimits.MaxUserStreamsPerClient)
        {
            Refuse(wrap, RejectReason.LimitReached, "too many user streams on one connection");
        }
        else if (!_services.Sessions.TryOwner(_token, out var owner, out var grantId))
        {
            RefuseLogin(wrap);
        }
        else if (!_services.Venue.SessionKeys.Covers(grantId, subaccount))
        {
            Refuse(wrap, RejectReason.SessionKeyScope, "the session key does not cover this subaccount");
        }
        else
        {
            var account = new AccountId(owner, subaccount);
            _streams.Add(subaccount, _services.Streams.Open(_outbox, account, _token!, request.Resume, wrap));
        }
    }

    private void UnsubscribeUser(FeedRequest request, Func<byte[], FeedMessage> wrap)
    {
        if (_streams.Remove(request.Subaccount ?? 0, out var stream))
        {
            stream.Dispose();
        }

        _outbox.Answer(wrap(_messages.UserUnsubscribed(request.Subaccount ?? 0)));
    }

    private void Refresh()
    {
        foreach (var subscription in _outbox.TakeBehind())
        {
            _services.Hub.Refresh(subscription);
        }
    }

    private void Malformed(Func<byte[], FeedMessage> wrap) => Refuse(
        wrap,
        RejectReason.Malformed,
        "expected {\"op\":\"subscribe\",\"channel\":\"book\",\"marketId\":1}; see docs/protocol/feed.md");

    private void RefuseLogin(Func<byte[], FeedMessage> wrap) => _outbox.Answer(wrap(_messages.Error(
        Problem.UnauthenticatedCode, "login first, with a token from POST /v1/sessions that is still good")));

    private void Refuse(Func<byte[], FeedMessage> wrap, RejectReason code, string message) =>
        _outbox.Answer(wrap(_messages.Error(Codes.Of(code), message)));
}
