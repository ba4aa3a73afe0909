using DexExtra.Client;
using DexExtra.Gateway.Tests.Support;
using DexExtra.Messages;
using DexExtra.Protocol;
using DexExtra.Protocol.Orders;
using DexExtra.Signing;

namespace DexExtra.Gateway.Tests.Sessions;

public sealed class OrderEntryTests(Venue venue)
{
    [Fact]
    public async Task Orders_and_cancels_are_reported_in_the_numbered_flow()
    {
        var market = await venue.CreateMarketAsync();
        var (maker, taker) = (await venue.CreateTraderAsync(), await venue.CreateTraderAsync());
        var handler = new RecordingHandler();
        await using var client = await venue.Gateway.ConnectAsync(maker, handler);

        client.SendNewOrder(maker.Sell(market, 4_000, 5), 11);
        var lines = await handler.TakeAsync(2);
        await venue.Gateway.Rest.PlaceAsync(taker, taker.Buy(market, 4_000, 2));
        client.SendCancel(12, 11, 0);
        client.SendCancel(13, 11, 0);
        client.SendCancel(14, 99, 0);
        lines.AddRange(await handler.TakeAsync(4));

        Assert.Equal(
            [
                "1 DEPOSIT",
                "2 NEW 11 0/5",
                "3 TRADE 11 2/3",
                "4 CANCELLED 11 2/0",
                "5 CANCEL_REJECT 13 TOO_LATE_CANCELLED",
                "6 CANCEL_REJECT 14 UNKNOWN_ORDER",
            ],
            lines);
    }

    [Fact]
    public async Task Two_sessions_of_an_account_get_the_same_flow()
    {
        var market = await venue.CreateMarketAsync();
        var trader = await venue.CreateTraderAsync();
        var (first, second) = (new RecordingHandler(), new RecordingHandler());
        await using var client = await venue.Gateway.ConnectAsync(trader, first);
        await using var other = await venue.Gateway.ConnectAsync(trader, second);

        client.SendNewOrder(trader.Buy(market, 4_000, 1), 1);
        other.SendNewOrder(trader.Buy(market, 4_001, 1), 2);

        var lines = await first.TakeAsync(3);
        Assert.Equal(lines, await second.TakeAsync(3));
        Assert.Equal(["1 DEPOSIT", .. lines.Skip(1).Order(StringComparer.Ordinal)], lines);
    }

    // SIG-01, SIG-05, SIG-06, SIG-09 on the binary protocol: refused before the engine, outside the flow
    [Fact]
    public async Task Bad_signatures_get_their_own_refusals_in_order()
    {
        var market = await venue.CreateMarketAsync();
        var (trader, other) = (await venue.CreateTraderAsync(), await venue.CreateTraderAsync());
        var handler = new RecordingHandler();
        await using var client = await venue.Gateway.ConnectAsync(trader, handler, nextSeqNo: 0);
        var order = trader.Buy(market, 4_000, 1);
        var good = trader.Sign(order);
        var elsewhere = Eip712Domain.ForVenue(1, Venue.Domain.VerifyingContract);

        Send(client, order with { Nonce = 99 }, good, 1);
        Send(client, order, Malleation.OtherForm(good), 2);
        Send(client, order, new byte[65], 3);
        Send(client, order, other.Sign(order), 4);
        Send(client, order, trader.Sign(order, elsewhere), 5, chainId: 1);
        Send(client, order with { Account = other.Account }, good, 6);
        Send(client, order with { LimitPrice = 1 }, good, 7);
        Send(client, order with { Flags = (OrderFlags)0x8000_0000 }, good, 8);
        Send(client, order, good, 0);
        Send(client, order, good, 10);
        Send(client, order, good, 11);

        Assert.Equal(
            [
                "BUSINESS_REJECT 1 WRONG_SIGNER",
                "BUSINESS_REJECT 2 MALLEATED_SIGNATURE",
                "BUSINESS_REJECT 3 INVALID_SIGNATURE",
                "BUSINESS_REJECT 4 WRONG_SIGNER",
                "BUSINESS_REJECT 5 WRONG_DOMAIN",
                "BUSINESS_REJECT 6 NOT_AUTHORISED",
                "BUSINESS_REJECT 7 PRICE_OFF_TICK",
                "BUSINESS_REJECT 8 UNSUPPORTED_COMBINATION",
                "BUSINESS_REJECT 0 MALFORMED",
                "2 NEW 10 0/1",
                "3 REJECTED 11 0/0 NONCE_REUSED",
            ],
            await handler.TakeAsync(11));
    }

    // S4: the numbered flow tells of a prevented match once, then what became of each order
    [Fact]
    public async Task A_prevented_match_is_one_message_and_the_orders_follow()
    {
        var market = await venue.CreateMarketAsync();
        var trader = await venue.CreateTraderAsync();
        var handler = new RecordingHandler();
        await using var client = await venue.Gateway.ConnectAsync(trader, handler, nextSeqNo: 0);

        client.SendNewOrder(trader.Sell(market, 4_000, 5), 1);
        client.SendNewOrder(trader.Buy(market, 4_000, 2) with { Flags = OrderFlags.Decrement }, 2);

        Assert.Equal(
            [
                "2 NEW 1 0/5",
                "3 NEW 2 0/2",
                "4 PREVENTED DECREMENT 2 1",
                "5 RESTATED 1 0/3",
                "6 CANCELLED 2 0/0",
            ],
            await handler.TakeAsync(5));
    }

    // per-session order survives parallel signature checks
    [Fact]
    public async Task Orders_of_a_session_reach_the_engine_in_the_order_they_were_sent()
    {
        const int Count = 500;
        var market = await venue.CreateMarketAsync();
        var trader = await venue.CreateTraderAsync();
        var handler = new RecordingHandler();
        await using var client = await venue.Gateway.ConnectAsync(trader, handler, nextSeqNo: 0);

        for (var index = 1; index <= Count; index++)
        {
            client.SendNewOrder(trader.Buy(market, 1 + (index % 50), 1), (ulong)index);
            if (index % 7 == 0)
            {
                client.SendCancel((ulong)(Count + index), (ulong)index, 0);
            }
        }

        await handler.TakeAsync(Count + (Count / 7));
        Assert.Equal(
            Enumerable.Range(1, Count).Select(index => (ulong)index),
            handler.Reports.Where(report => report.ExecType == ExecType.New).Select(report => report.ClientOrderId));
        Assert.Equal(Count / 7, handler.Reports.Count(report => report.ExecType == ExecType.Cancelled));
    }

    [Fact]
    public async Task An_account_the_engine_does_not_know_is_answered_outside_the_flow()
    {
        var market = await venue.CreateMarketAsync();
        var stranger = new Trader();
        var handler = new RecordingHandler();
        await using var client = await venue.Gateway.ConnectAsync(stranger, handler);

        client.SendNewOrder(stranger.Buy(market, 1, 1), 5);
        client.SendCancel(6, 5, 0);

        Assert.Equal(
            ["0 REJECTED 5 0/0 UNKNOWN_ACCOUNT", "0 CANCEL_REJECT 6 UNKNOWN_ORDER"], await handler.TakeAsync(2));
        client.SendCancel(7, 0, 0);
        Assert.Equal(["BUSINESS_REJECT 7 MALFORMED"], await handler.TakeAsync(1));
    }

    // C8, NET-09, NET-10: the flow is the same after a reconnect, and after a restart of the gateway
    [Fact]
    public async Task The_flow_is_resumed_without_gap_or_repeat()
    {
        const int Orders = 40;
        var market = await venue.CreateMarketAsync();
        var trader = await venue.CreateTraderAsync();
        var all = new RecordingHandler();
        await using (var client = await venue.Gateway.ConnectAsync(trader, all))
        {
            for (var index = 1; index <= Orders; index++)
            {
                client.SendNewOrder(trader.Buy(market, index, 1), (ulong)index);
            }

            await all.TakeAsync(1 + Orders);
        }

        await using var restarted = await venue.StartGatewayAsync();
        foreach (var gateway in new[] { venue.Gateway, restarted })
        {
            var resumed = new RecordingHandler();
            await using var client = await gateway.ConnectAsync(trader, resumed, nextSeqNo: 11);
            await resumed.TakeAsync(1 + Orders - 10);
            Assert.Equal(all.SeqNos.Skip(10), resumed.SeqNos);
            Assert.Equal(
                all.Reports.Skip(9).Select(report => report.OrderId),
                resumed.Reports.Select(report => report.OrderId));
        }
    }

    private static void Send(
        OrderEntryClient client, SignedOrder order, byte[] signature, ulong clientOrderId,
        ulong chainId = Venue.ChainId)
    {
        var frame = new byte[WireLimits.MaxFrameBytes];
        var length = Frame.Write(frame, new NewOrderSingle
        {
            ClientOrderId = clientOrderId,
            Order = order,
            ChainId = chainId,
            Signature = Signature.Decode(signature),
        });
        Assert.True(client.Send(frame.AsSpan(0, length)));
    }
}
