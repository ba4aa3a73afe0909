using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using DexExtra.Client;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Bench.Scenarios;

/// <summary>
/// Many feed connections, every second one over Socket.IO's WebSocket, on one gateway while orders change the book at a
/// rate. Age is from the engine's time in a message to its arrival; a gap is a delta that does not follow. Slow ones
/// never read. One in ten listens to every change, the others to conflated books, so that one machine can drive them.
/// </summary>
internal static class FeedLoad
{
    private const int RawEvery = 10;
    private const int ConflationMs = 500;
    private const int BytesPerMessage = 64 * 1024;
    private const long NsPerTick = 100;

    public static async Task<Report> RunAsync(Arguments arguments)
    {
        var clients = arguments.Number("--clients", 200);
        var rate = arguments.Number("--hz", 200);
        var slow = Math.Min(arguments.Number("--slow", 1), clients);
        var seconds = arguments.Number("--seconds", 5);
        var report = new Report($"feed, {clients} connections, {slow} of them slow, {rate} book updates/s");
        report.Begin();
        using var key = PrivateKey.Generate();
        var account = new AccountId(key.Address, 0);
        using var venue = await BenchVenue.StartAsync(arguments.Text("--folder"), account);
        var orders = new OrderStock(key, venue.Domain, rate * seconds, index => (Side.Buy, index % 100));
        var before = venue.GatewayBytes;
        using var stopping = new CancellationTokenSource();
        var counters = Enumerable.Range(0, clients).Select(_ => new Counter()).ToArray();
        var reading = new Task[clients];
        for (var index = 0; index < clients; index++)
        {
            reading[index] = await ConnectAsync(venue, index, index < slow, counters[index], stopping.Token);
        }

        report.Add("gateway memory per connection", (venue.GatewayBytes - before) / (1024.0 * clients), "KiB");
        await SendAsync(venue, account, key, orders, rate, rate * seconds);
        await stopping.CancelAsync();
        await Task.WhenAll(reading);
        var ages = ReportTimer.NewHistogram();
        foreach (var counter in counters)
        {
            ages.Add(counter.Ages);
        }

        report.Add("messages delivered", counters.Sum(counter => counter.Messages) / (double)seconds, "messages/s");
        report.Add("gaps", counters.Sum(counter => counter.Gaps), "gaps");
        report.AddLatency("age of a delivered update", ages);
        return report;
    }

    private static async Task SendAsync(
        BenchVenue venue, AccountId account, PrivateKey key, OrderStock orders, int rate, int count)
    {
        var timer = new ReportTimer(count);
        await using var client = await OrderEntryClient.ConnectAsync(
            new OrderEntryClientOptions { Venue = venue.OrderEntry, Account = account, Domain = venue.Domain },
            key,
            timer);
        var began = Stopwatch.GetTimestamp();
        for (var index = 0; index < count; index++)
        {
            PreciseSleep.Until(began + (long)(index * (double)Stopwatch.Frequency / rate));
            timer.SetStart(index + 1, Stopwatch.GetTimestamp());
            client.Send(orders.Frame(index));
        }

        await timer.AllAnswered;
    }

    private static async Task<Task> ConnectAsync(
        BenchVenue venue, int index, bool isSlow, Counter counter, CancellationToken stopping)
    {
        var isPackets = index % 2 == 1;
        var path = isPackets ? "/socket.io/?EIO=4&transport=websocket" : "/v1/feed";
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{venue.HttpPort}{path}"), stopping);
        var conflation = index % RawEvery < 2 ? string.Empty : $",\"conflationMs\":{ConflationMs}";
        var book = $"\"channel\":\"book\",\"marketId\":{BenchMarket.MarketId}{conflation}";
        if (isPackets)
        {
            await SendAsync(socket, "40", stopping);
        }

        await SendAsync(
            socket,
            isPackets ? $"42[\"subscribe\",{{{book}}}]" : $"{{\"op\":\"subscribe\",{book}}}",
            stopping);
        return isSlow ? Task.CompletedTask : ReadAsync(socket, isPackets, counter, stopping);
    }

    private static async Task ReadAsync(
        ClientWebSocket socket, bool isPackets, Counter counter, CancellationToken stopping)
    {
        var buffer = new byte[BytesPerMessage];
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                var length = 0;
                ValueWebSocketReceiveResult result;
                do
                {
                    result = await socket.ReceiveAsync(buffer.AsMemory(length), stopping);
                    length += result.Count;
                }
                while (!result.EndOfMessage);
                if (isPackets && length == 1 && buffer[0] == '2')
                {
                    await SendAsync(socket, "3", stopping);
                    continue;
                }

                var json = buffer.AsMemory(0, length);
                counter.Add(isPackets ? Inner(json) : json);
            }
        }
        catch (OperationCanceledException) // the run is over
        {
        }
        finally
        {
            socket.Dispose();
        }
    }

    /// <summary>What is inside <c>42["feed",…]</c>; nothing for other packets.</summary>
    private static ReadOnlyMemory<byte> Inner(ReadOnlyMemory<byte> packet) =>
        packet.Span.StartsWith("42[\"feed\","u8) ? packet[10..^1] : ReadOnlyMemory<byte>.Empty;

    private static Task SendAsync(ClientWebSocket socket, string text, CancellationToken stopping) =>
        socket.SendAsync(Encoding.ASCII.GetBytes(text), WebSocketMessageType.Text, true, stopping);

    private sealed class Counter
    {
        private ulong _sequence;

        public HdrHistogram.LongHistogram Ages { get; } = ReportTimer.NewHistogram();

        public long Messages { get; private set; }

        public long Gaps { get; private set; }

        public void Add(ReadOnlyMemory<byte> json)
        {
            if (json.IsEmpty)
            {
                return;
            }

            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var type = root.GetProperty("type").GetString();
            Messages++;
            if (type is not ("book.snapshot" or "book.delta"))
            {
                return;
            }

            var nowNs = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks * NsPerTick;
            if (type == "book.delta")
            {
                Gaps += Number(root, "previousSequence") > _sequence ? 1 : 0;
                Ages.RecordValue(Math.Max(0, nowNs - (long)Number(root, "engineTime")));
            }

            _sequence = Number(root, "sequence");
        }

        private static ulong Number(JsonElement root, string name) => ulong.Parse(
            root.GetProperty(name).GetString()!, System.Globalization.CultureInfo.InvariantCulture);
    }
}
