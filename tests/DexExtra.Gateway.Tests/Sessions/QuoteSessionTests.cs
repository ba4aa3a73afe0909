using DexExtra.Client;
using DexExtra.Gateway.Tests.Support;
using DexExtra.Messages;
using DexExtra.Protocol.Orders;
using DexExtra.Signing;

namespace DexExtra.Gateway.Tests.Sessions;

/// <summary>Mass quotes and market-maker protection on the binary protocol, signed by a session key (C12).</summary>
[Trait("rule", "C12")]
public sealed class QuoteSessionTests(Venue venue)
{
    [Fact]
    public async Task A_key_quotes_is_stopped_by_its_limits_and_resets_them()
    {
        var market = await venue.CreateMarketAsync();
        var maker = await venue.CreateTraderAsync();
        var taker = await venue.CreateTraderAsync();
        using var key = PrivateKey.Generate();
        var grant = SessionKeyBodies.Grant(maker, key.Address);
        await venue.Gateway.Rest.GrantAsync(in grant, maker.Key);
        var handler = new RecordingHandler();
        await using var client = await ConnectAsync(maker, key, handler);
        var quote = new MassQuoteRequest { QuoteId = 1, MarketId = market, QuoteSet = 3 };

        client.SendQuote(in quote, Side(11, maker.Buy(market, 4_000, 5)));
        client.SendQuoteProtection(new QuoteProtectionRequest
        {
            ClientOrderId = 2, QuoteSet = 3, MaxTradedLots = 4, WindowSeconds = 60,
        });
        quote.QuoteId = 3;
        client.SendQuote(in quote, Side(12, maker.Buy(market, 4_000, 5)), Side(13, maker.Sell(market, 6_000, 5)));
        quote.QuoteId = 4;
        client.SendQuote(in quote, Side(14, maker.Sell(market, 6_001, 5)), Side(15, maker.Buy(market, 4_001, 5)));
        Assert.Equal(
            [
                "1 DEPOSIT", "2 QUOTE_REJECT 1 QUOTE_SET_UNKNOWN", "3 PROTECTION 3 SET 0 0 0",
                "4 NEW 12 0/5", "5 NEW 13 0/5", "6 QUOTED 3 -0 +2 !0",
                "7 CANCELLED 12 0/0", "8 CANCELLED 13 0/0", "9 NEW 14 0/5", "10 NEW 15 0/5", "11 QUOTED 4 -2 +2 !0",
            ],
            await handler.TakeAsync(11));

        var taking = new RecordingHandler();
        await using var other = await venue.Gateway.ConnectAsync(taker, taking);
        other.SendNewOrder(taker.Sell(market, 4_001, 4), 21);
        quote.QuoteId = 5;
        await taking.TakeAsync(3);
        client.SendQuote(in quote, Side(16, maker.Buy(market, 4_000, 5)));
        client.SendQuoteReset(6, 3);
        quote.QuoteId = 7;
        client.SendQuote(in quote, Side(17, maker.Buy(market, 4_000, 5)));
        quote.QuoteId = 8;
        client.SendQuote(in quote);
        Assert.Equal(
            [
                "12 TRADE 15 4/1", "13 PROTECTION 3 TRIGGERED 4 0 0", "14 CANCELLED 15 4/0", "15 CANCELLED 14 0/0",
                "16 QUOTE_REJECT 5 QUOTE_SET_FROZEN", "17 PROTECTION 3 RESET 0 0 0", "18 NEW 17 0/5", "19 QUOTED 7 -0 +1 !0",
                "20 CANCELLED 17 0/0", "21 QUOTED 8 -1 +0 !0",
            ],
            await handler.TakeAsync(10));
    }

    [Fact]
    public async Task A_side_that_the_gateway_cannot_take_refuses_the_whole_quote()
    {
        var market = await venue.CreateMarketAsync();
        var maker = await venue.CreateTraderAsync();
        using var stranger = PrivateKey.Generate();
        var handler = new RecordingHandler();
        await using var client = await venue.Gateway.ConnectAsync(maker, handler);
        client.SendQuoteProtection(new QuoteProtectionRequest { ClientOrderId = 1, QuoteSet = 1 });
        Assert.Equal(["1 DEPOSIT", "2 PROTECTION 1 SET 0 0 0"], await handler.TakeAsync(2));
        var quote = new MassQuoteRequest { QuoteId = 2, MarketId = market, QuoteSet = 1 };

        client.SendQuote(in quote, Side(0, maker.Buy(market, 4_000, 5)));
        QuoteSide[] sides = [Side(11, maker.Buy(market, 4_000, 5))];
        var frame = new byte[OrderFrames.QuoteBytes(1)];
        quote.QuoteId = 3;
        OrderFrames.WriteQuote(frame, in quote, sides, Venue.Domain, stranger);
        client.Send(frame);
        var foreign = maker.Buy(market, 4_000, 5);
        foreign.Account = new AccountId(stranger.Address, 0);
        quote.QuoteId = 4;
        client.SendQuote(in quote, Side(12, maker.Buy(market, 4_000, 5)), Side(13, foreign));
        quote.QuoteId = 5;
        quote.MarketId = market + 1;
        client.SendQuote(in quote, Side(14, maker.Buy(market, 4_000, 5)));
        Assert.Equal(
            [
                "BUSINESS_REJECT 2 MALFORMED", "BUSINESS_REJECT 3 WRONG_SIGNER", "BUSINESS_REJECT 4 NOT_AUTHORISED",
                "3 QUOTE_REJECT 5 UNKNOWN_MARKET",
            ],
            (await handler.TakeAsync(4)).Select(line => line.TrimEnd('\0')));
    }

    private static QuoteSide Side(ulong clientOrderId, SignedOrder order) =>
        new() { ClientOrderId = clientOrderId, Order = order };

    private Task<OrderEntryClient> ConnectAsync(Trader trader, PrivateKey key, RecordingHandler handler) =>
        OrderEntryClient.ConnectAsync(
            new OrderEntryClientOptions
            {
                Venue = venue.Gateway.OrderEntry,
                Account = trader.Account,
                Domain = Venue.Domain,
                NextSeqNo = 1,
            },
            key,
            handler);
}
