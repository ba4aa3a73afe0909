using System.Buffers;
using System.Text.Json;
using DexExtra.Gateway.Follow;
using DexExtra.Gateway.Rest;
using DexExtra.Gateway.Sessions;
using DexExtra.Gateway.Views;
using DexExtra.Messages;

namespace DexExtra.Gateway.Feed;

/// <summary>
/// Opens user streams and tells them what has no number: heartbeats, and how the trades of their accounts settle. The
/// follower calls with the venue's gate held; streams open and close from their connections' tasks.
/// </summary>
internal sealed class UserStreams(
    VenueView venue, AccountFlows flows, RestSessions sessions, GatewayClock clock) : IFrameListener
{
    private readonly HashSet<UserStream> _streams = [];
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private long _nextHeartbeatNs;

    /// <summary>
    /// Gate not held. With <paramref name="after"/> the reports that follow on that number, where they are kept, else
    /// the account as it is and the reports from there on.
    /// </summary>
    public UserStream Open(
        FeedOutbox outbox, AccountId account, string token, ulong? after, Func<byte[], FeedMessage> wrap)
    {
        var stream = new UserStream(outbox, account, token, this, sessions);
        lock (venue.Gate)
        {
            var flow = flows.Follow(in account, stream, out var next);
            var isResumed = after is { } last && last < next && flow.Available(last + 1, 1) is not null;
            outbox.Answer(wrap(Message("subscribed", account, json =>
            {
                json.WriteString("channel", "user");
                json.WriteBoolean("resumed", isResumed);
            })));
            if (!isResumed && !outbox.TryEnqueueBatch([FeedMessage.OfUser(Snapshot(account))]))
            {
                outbox.Close(FeedOutbox.SlowConsumer);
            }

            _streams.Add(stream);
            stream.Begin(flow, isResumed ? after!.Value + 1 : next);
        }

        return stream;
    }

    public void Close(UserStream stream)
    {
        lock (venue.Gate)
        {
            _streams.Remove(stream);
        }

        flows.Unfollow(stream.Account, stream);
    }

    public byte[] Expired(AccountId account)
    {
        lock (venue.Gate)
        {
            return Message("user.ended", account, json => json.WriteString("code", Problem.UnauthenticatedCode));
        }
    }

    public void OnFrame(EventFrame frame)
    {
        if (_streams.Count == 0)
        {
            return;
        }

        foreach (var item in frame)
        {
            if (item.Type == EventType.SettlementChanged)
            {
                OnSettlement(in item.Body<SettlementUpdate>(), frame.Header.Sequence);
            }
        }
    }

    public void OnPause()
    {
        var now = clock.MonotonicNs;
        if (now < _nextHeartbeatNs)
        {
            return;
        }

        _nextHeartbeatNs = now + (GatewayLimits.FeedHeartbeatMs * FeedHub.NsPerMs);
        foreach (var stream in _streams)
        {
            stream.Offer(FeedMessage.OfUser(Message("user.heartbeat", stream.Account, json =>
            {
                JsonText.WriteNumber(
                    json, "accountSequence", venue.Account(stream.Account)?.AccountSequence ?? 0);
                JsonText.WriteNumber(json, "engineTime", venue.TimestampNs);
            })));
            stream.Signal();
        }
    }

    /// <summary>X1: each trade of the range that a streaming account has a side of, newest first.</summary>
    private void OnSettlement(in SettlementUpdate update, long sequence)
    {
        var (first, last, state, transaction) =
            (update.FirstMatchId, update.LastMatchId, update.State, update.TransactionHash);
        foreach (var stream in _streams)
        {
            var fills = venue.Account(stream.Account)?.FillsNewestFirst ?? [];
            foreach (var fill in fills.TakeWhile(fill => fill.MatchId >= first).Where(fill => fill.MatchId <= last))
            {
                stream.Offer(FeedMessage.OfUser(Message("user.settlement", stream.Account, json =>
                {
                    JsonText.WriteNumber(json, "matchId", fill.MatchId);
                    json.WriteString("state", Codes.Of(state));
                    json.WriteString("transactionHash", transaction.IsZero ? null : transaction.ToString());
                    JsonText.WriteNumber(json, "sequence", sequence);
                })));
            }
        }
    }

    private byte[] Snapshot(AccountId id) => Message("user.snapshot", id, json =>
    {
        var account = venue.Account(id);
        JsonText.WriteNumber(json, "accountSequence", account?.AccountSequence ?? 0);
        json.WritePropertyName("state");
        JsonSerializer.Serialize(json, MoneyDto.Account(venue, id), RestJson.Options);
        json.WriteStartArray("orders");
        foreach (var order in account?.OrdersNewestFirst(openOnly: true) ?? [])
        {
            var info = venue.MarketOf(order.Request.Order.MarketId).Info;
            JsonSerializer.Serialize(json, OrderDtos.Order(info, order), RestJson.Options);
        }

        json.WriteEndArray();
    });

    /// <summary>Gate held.</summary>
    private byte[] Message(string type, AccountId account, Action<Utf8JsonWriter> members) =>
        JsonText.Build(_buffer, type, null, json =>
        {
            json.WriteString("account", account.Owner.ToString());
            json.WriteNumber("subaccount", account.Subaccount);
            members(json);
        });
}
