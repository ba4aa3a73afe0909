using DexExtra.Client;
using DexExtra.Gateway.Tests.Support;
using DexExtra.Journal.EventLog;
using DexExtra.Messages;
using Levels = System.Collections.Generic.Dictionary<(string Side, long PriceTicks), (long Lots, int Orders)>;
using Orders = System.Collections.Generic.Dictionary<
    long, (DexExtra.Messages.Side Side, long PriceTicks, long Lots)>;

namespace DexExtra.Gateway.Tests.Feed;

// NET-11, D1–D3: what a client rebuilds equals the orders that are open
public sealed class BookFeedTests(Venue venue)
{
    private const int Seed = 20_260_801;
    private const int Commands = 3_000;

    [Fact]
    public async Task Snapshot_and_deltas_equal_the_book_over_random_flow()
    {
        var market = await venue.CreateMarketAsync(floorTicks: -50, capTicks: 50);
        Trader[] traders =
            [await venue.CreateTraderAsync(), await venue.CreateTraderAsync(), await venue.CreateTraderAsync()];
        using var early = await FeedClientProbe.ConnectAsync(venue.Gateway.Feed);
        await early.SubscribeAsync("book", market);
        await SendRandomFlowAsync(traders, market, Seed);
        using var late = await FeedClientProbe.ConnectAsync(venue.Gateway.Feed);
        await late.SubscribeAsync("book", market);
        await SendRandomFlowAsync(traders, market, Seed + 1);
        var (expected, lastSequence) = OpenOrders(market);

        foreach (var client in new[] { early, late })
        {
            var book = new RebuiltBook();
            while (book.Sequence < lastSequence)
            {
                book.Apply((await client.ReceiveAsync())!);
                Assert.False(book.IsCrossed(), $"seed {Seed}, sequence {book.Sequence}");
            }

            Assert.Equal(Sorted(expected), Sorted(book.Levels));
        }

        Assert.True(lastSequence > Commands / 2, $"the flow changed the book only {lastSequence} times");
    }

    private static IEnumerable<string> Sorted(Levels levels) =>
        levels.Select(level => $"{level.Key.Side} {level.Key.PriceTicks}: {level.Value.Lots} in {level.Value.Orders}")
            .Order(StringComparer.Ordinal);

    private async Task SendRandomFlowAsync(Trader[] traders, uint market, int seed)
    {
        var random = new Random(seed);
        var handlers = traders.Select(_ => new RecordingHandler()).ToArray();
        var clients = new List<OrderEntryClient>();
        foreach (var (trader, handler) in traders.Zip(handlers))
        {
            clients.Add(await venue.Gateway.ConnectAsync(trader, handler, nextSeqNo: 0));
        }

        for (var command = 0; command < Commands / 2; command++)
        {
            var index = random.Next(traders.Length);
            if (random.Next(4) == 0)
            {
                clients[index].SendCancel(1, (ulong)random.Next(1, 1 + command), 0);
                continue;
            }

            var side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
            var order = traders[index].Order(market, side, random.Next(-20, 21), random.Next(1, 9));
            clients[index].SendNewOrder(order, traders[index].NextClientOrderId());
        }

        foreach (var (client, trader) in clients.Zip(traders))
        {
            // the answer to a last unknown cancel says that everything before it was answered
            client.SendCancel(424_242, ulong.MaxValue - 9, 0);
        }

        foreach (var handler in handlers)
        {
            while (!(await handler.TakeAsync(1))[0].Contains("CANCEL_REJECT 424242", StringComparison.Ordinal))
            {
            }
        }

        foreach (var client in clients)
        {
            await client.CloseAsync();
            await client.DisposeAsync();
        }
    }

    /// <summary>
    /// The levels by adding up single orders, from the event log itself: nothing of LevelChanged is used.
    /// </summary>
    private (Levels Levels, long LastSequence) OpenOrders(uint market)
    {
        var orders = new Orders();
        var lastSequence = 0L;
        using var reader = EventLogReader.Open(venue.Section.EventsFolder, 0);
        while (reader.TryRead(out _, out var payload))
        {
            foreach (var item in new EventFrame(payload))
            {
                Apply(item, market, orders, ref lastSequence);
            }
        }

        var levels = orders.Values
            .GroupBy(order => (order.Side == Side.Buy ? "bid" : "ask", order.PriceTicks))
            .ToDictionary(group => group.Key, group => (group.Sum(order => order.Lots), group.Count()));
        return (levels, lastSequence);
    }

    private static void Apply(EventFrame.Item item, uint market, Orders orders, ref long last)
    {
        if (item.Type == EventType.OrderAccepted && item.Body<OrderAccepted>().Request.Order.MarketId == market)
        {
            ref readonly var accepted = ref item.Body<OrderAccepted>();
            orders[accepted.OrderId] = (
                accepted.Request.Order.Side, accepted.Request.PriceTicks, accepted.Request.QuantityLots);
        }
        else if (item.Type == EventType.Traded && item.Body<Traded>().MarketId == market)
        {
            ref readonly var traded = ref item.Body<Traded>();
            last = (long)traded.MarketSequence;
            foreach (var (orderId, leaves) in new[]
            {
                (traded.Buy.OrderId, traded.Buy.LeavesLots), (traded.Sell.OrderId, traded.Sell.LeavesLots),
            })
            {
                orders[orderId] = orders[orderId] with { Lots = leaves };
                _ = leaves == 0 && orders.Remove(orderId);
            }
        }
        else if (item.Type == EventType.OrderCancelled && item.Body<OrderCancelled>().MarketId == market)
        {
            orders.Remove(item.Body<OrderCancelled>().OrderId);
        }
        else if (item.Type == EventType.LevelChanged && item.Body<LevelChanged>().MarketId == market)
        {
            last = (long)item.Body<LevelChanged>().MarketSequence;
        }
    }
}
