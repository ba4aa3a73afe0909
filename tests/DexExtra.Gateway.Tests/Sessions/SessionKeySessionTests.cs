using DexExtra.Client;
using DexExtra.Gateway.Tests.Support;
using DexExtra.Signing;

namespace DexExtra.Gateway.Tests.Sessions;

/// <summary>Session keys on the binary protocol: the login, the orders and the end of both.</summary>
[Trait("rule", "SIG-10")]
public sealed class SessionKeySessionTests(Venue venue)
{
    [Fact]
    public async Task A_key_logs_in_trades_and_cancels_until_it_is_revoked()
    {
        var market = await venue.CreateMarketAsync();
        var trader = await venue.CreateTraderAsync();
        using var key = PrivateKey.Generate();
        var grant = SessionKeyBodies.Grant(trader, key.Address);
        await venue.Gateway.Rest.GrantAsync(in grant, trader.Key);
        var handler = new RecordingHandler();
        await using var client = await ConnectAsync(trader, key, handler);

        client.SendNewOrder(trader.Buy(market, 4_000, 5), 11);
        client.SendNewOrder(trader.Buy(market, 4_000, 5), 12);
        client.SendCancel(13, 11, 0);
        client.SendUnlock(14, allSubaccounts: false);
        Assert.Equal(
            [
                "1 DEPOSIT", "2 NEW 11 0/5", "3 NEW 12 0/5", "4 CANCELLED 11 0/0", "5 CANCEL_REJECT 14 SESSION_KEY_SCOPE",
            ],
            await handler.TakeAsync(5));

        await venue.Gateway.Rest.RevokeAsync(in grant, trader.Key);
        Assert.Equal(["6 CANCELLED 12 0/0"], await handler.TakeAsync(1));
        var end = await client.Completion.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(Protocol.Fixp.TerminateReason.SessionKeyOver, end.TerminateReason);
    }

    [Fact]
    public async Task A_key_without_a_grant_or_of_another_subaccount_does_not_log_in()
    {
        var trader = await venue.CreateTraderAsync();
        using var key = PrivateKey.Generate();
        await Assert.ThrowsAsync<SessionRefusedException>(() => ConnectAsync(trader, key, new RecordingHandler()));
        var grant = SessionKeyBodies.Grant(trader, key.Address) with { Subaccount = 9 };
        await venue.Gateway.Rest.GrantAsync(in grant, trader.Key);
        await Assert.ThrowsAsync<SessionRefusedException>(() => ConnectAsync(trader, key, new RecordingHandler()));
    }

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
