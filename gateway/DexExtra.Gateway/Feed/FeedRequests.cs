using System.Text.Json;
using DexExtra.Messages;

namespace DexExtra.Gateway.Feed;

/// <summary>
/// Understands one client's requests: <c>{"op":"subscribe","channel":"book","marketId":1}</c>, unsubscribe, ping.
/// Whatever else comes gets an error message; nothing throws. Belongs to the client's reader.
/// </summary>
internal sealed class FeedRequests(FeedHub hub, FeedClient client)
{
    private const int MaxDepth = 4;

    private readonly HashSet<(FeedChannel Channel, uint MarketId)> _subscriptions = [];
    private readonly FeedMessages _messages = new();

    public byte[] Refusal(RejectReason code, string message) => _messages.Error(Codes.Of(code), message);

    public void Handle(ReadOnlySpan<byte> text)
    {
        if (!TryParse(text, out var op, out var channel, out var marketId))
        {
            client.Enqueue(Refusal(
                RejectReason.Malformed,
                "expected {\"op\":\"subscribe\",\"channel\":\"book|trades|status\",\"marketId\":1}"));
            return;
        }

        if (op == "ping")
        {
            client.Enqueue(_messages.Pong());
        }
        else if (op == "subscribe")
        {
            Subscribe(channel, marketId);
        }
        else if (_subscriptions.Remove((channel, marketId)))
        {
            hub.Unsubscribe(client, channel, marketId);
        }
    }

    private void Subscribe(FeedChannel channel, uint marketId)
    {
        if (_subscriptions.Contains((channel, marketId)))
        {
            client.Enqueue(Refusal(
                RejectReason.Malformed, $"already subscribed to {FeedHub.NameOf(channel)} {marketId}"));
        }
        else if (_subscriptions.Count == GatewayLimits.MaxSubscriptionsPerClient)
        {
            client.Enqueue(Refusal(RejectReason.LimitReached, "too many subscriptions on one connection"));
        }
        else if (!hub.Subscribe(client, channel, marketId))
        {
            client.Enqueue(Refusal(RejectReason.UnknownMarket, $"there is no market {marketId}"));
        }
        else
        {
            _subscriptions.Add((channel, marketId));
        }
    }

    private static bool TryParse(ReadOnlySpan<byte> text, out string op, out FeedChannel channel, out uint marketId)
    {
        op = string.Empty;
        channel = default;
        marketId = 0;
        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = MaxDepth });
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            if (reader.BytesConsumed != text.Length || root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty("op", out var opElement) || opElement.ValueKind != JsonValueKind.String)
            {
                return false;
            }

            op = opElement.GetString()!;
            return op == "ping" || (op is "subscribe" or "unsubscribe" && TryTarget(root, out channel, out marketId));
        }
        catch (JsonException) // not JSON: the caller answers MALFORMED
        {
            return false;
        }
        catch (InvalidOperationException) // a string with broken escapes: the same
        {
            return false;
        }
    }

    private static bool TryTarget(JsonElement root, out FeedChannel channel, out uint marketId)
    {
        channel = default;
        marketId = 0;
        if (!root.TryGetProperty("channel", out var channelElement)
            || channelElement.ValueKind != JsonValueKind.String
            || !root.TryGetProperty("marketId", out var marketElement)
            || marketElement.ValueKind != JsonValueKind.Number
            || !marketElement.TryGetUInt32(out marketId))
        {
            return false;
        }

        var name = channelElement.GetString();
        channel = name switch
        {
            "trades" => FeedChannel.Trades,
            "status" => FeedChannel.Status,
            _ => FeedChannel.Book,
        };
        return name == FeedHub.NameOf(channel);
    }
}
