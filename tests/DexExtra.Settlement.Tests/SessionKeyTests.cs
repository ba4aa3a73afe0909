using DexExtra.Messages;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Settlement.Contracts;
using DexExtra.Settlement.Tests.Support;
using DexExtra.Signing;

namespace DexExtra.Settlement.Tests;

/// <summary>Trades of session keys on the real contracts: grants get there before them, revocations after.</summary>
[Trait("rule", "SIG-10")]
public sealed class SessionKeyTests(AnvilNode node) : IClassFixture<AnvilNode>
{
    [Fact]
    public async Task A_trade_of_a_session_key_settles_and_its_grant_is_registered_once_however_often_the_agent_restarts()
    {
        using var venue = await TestVenue.CreateAsync(node);
        await venue.FundTradersAsync();
        using var key = PrivateKey.Generate();
        var grant = venue.Grant(venue.Alice, key);
        venue.Place(venue.Bob, Side.Sell, static order => order);
        venue.PlaceByKey(key, 1, venue.Alice, Side.Buy);
        venue.Trade(1);

        // each step in a life of its own: what is under way is only in the outbox and on chain
        for (var life = 0; life < 12; life++)
        {
            using var agent = venue.OpenAgent();
            agent.Agent.PollLog(agent.NowMs);
            await agent.StepAsync();
            if (life % 3 == 2)
            {
                await node.MineAsync(1);
            }
        }

        await SettleAsync(venue);
        Assert.Equal("1-2 Final #1", venue.SettlementEvents()[^1]);
        Assert.Equal(2 * (Int128)FixedPoint.One, await venue.PositionAsync(venue.Alice.Address));
        await venue.AssertAgreementAsync();
        Assert.Equal([grant.Nonce], await NoncesAsync(venue, "SessionKeyRegistered(address,address,uint64,bytes32)"));
    }

    [Fact]
    [Trait("rule", "X3")]
    public async Task A_grant_that_the_contract_refuses_fails_its_own_trades_only()
    {
        using var venue = await TestVenue.CreateAsync(node);
        await venue.FundTradersAsync();
        using var key = PrivateKey.Generate();
        venue.Grant(venue.Alice, key, signer: venue.Bob);
        venue.Trade(1);
        venue.Place(venue.Bob, Side.Sell, static order => order);
        venue.PlaceByKey(key, 1, venue.Alice, Side.Buy);
        venue.Trade(1);

        await SettleAsync(venue);
        Assert.Equal(
            ["1-1 Final #1", "2-2 Failed #1 SessionKeyUnknown", "3-3 Final #1"],
            venue.SettlementEvents().TakeLast(3));
    }

    [Fact]
    public async Task A_revocation_is_recorded_once_with_the_end_of_the_last_order_and_what_traded_before_settles()
    {
        using var venue = await TestVenue.CreateAsync(node);
        await venue.FundTradersAsync();
        using var key = PrivateKey.Generate();
        var grant = venue.Grant(venue.Alice, key);
        venue.PlaceByKey(key, 1, venue.Alice, Side.Buy);
        venue.PlaceByKey(key, 1, venue.Alice, Side.Buy);
        venue.Place(venue.Bob, Side.Sell, static order => order);
        venue.Revoke(venue.Alice, in grant);
        Assert.Equal(0, venue.Engine.Core.View.OpenOrders);

        await SettleAsync(venue);
        ulong revokedAtNs = 0;
        using (var agent = venue.OpenAgent())
        {
            await agent.RunUntilAsync(() => (revokedAtNs = RevokedAtAsync(venue, grant).Result) != 0);
        }

        using (var agent = venue.OpenAgent())
        {
            await agent.StepAsync();
            await agent.StepAsync();
            Assert.Empty(agent.Book.SessionKeys.Ended);
            Assert.Equal(0, agent.Book.SessionKeys.Count);
        }

        Assert.Equal("1-1 Final #1", venue.SettlementEvents()[^1]);
        Assert.InRange(revokedAtNs, LocalEngine.NowSeconds * Limits.NsPerSecond, ulong.MaxValue);
        Assert.Equal([grant.Nonce], await NoncesAsync(venue, "SessionKeyRevoked(address,address,uint64,uint64)"));
        await venue.AssertAgreementAsync();
    }

    [Fact]
    public async Task A_key_without_trades_costs_the_chain_nothing()
    {
        using var venue = await TestVenue.CreateAsync(node);
        await venue.FundTradersAsync();
        using var key = PrivateKey.Generate();
        var grant = venue.Grant(venue.Alice, key);
        venue.PlaceByKey(key, 1, venue.Alice, Side.Buy);
        venue.Revoke(venue.Alice, in grant);
        venue.Trade(1);

        await SettleAsync(venue);
        Assert.Empty(await NoncesAsync(venue, "SessionKeyRegistered(address,address,uint64,bytes32)"));
        Assert.Empty(await NoncesAsync(venue, "SessionKeyRevoked(address,address,uint64,uint64)"));
    }

    private static async Task SettleAsync(TestVenue venue)
    {
        using var agent = venue.OpenAgent();
        await agent.SettleAllAsync();
    }

    private static async Task<ulong> RevokedAtAsync(TestVenue venue, SetSessionKey grant)
    {
        var call = AbiWriter.Call(ExchangeContract.SessionKeyRevokedAtSignature)
            .Address(grant.Owner).Address(grant.Key).Unsigned(grant.Nonce);
        return new AbiReader(await venue.AskAsync(venue.Exchange, call)).UInt64();
    }

    /// <summary>The third topic of an event of the exchange.</summary>
    private static async Task<IReadOnlyList<ulong>> NoncesAsync(TestVenue venue, string signature)
    {
        var cancel = TestContext.Current.CancellationToken;
        var latest = (await venue.Chain.LatestAsync(cancel)).Number;
        Hash32[] topics = [AbiWriter.Topic(signature)];
        var filter = new LogFilter(venue.Exchange, topics, venue.Contracts.DeployBlock, latest);
        return [.. (await venue.Chain.LogsAsync(filter, cancel)).Select(log => NumberOf(log.Topics[3]))];
    }

    private static ulong NumberOf(Hash32 topic)
    {
        var word = new byte[AbiWriter.WordBytes];
        topic.CopyTo(word);
        return new AbiReader(word).UInt64();
    }
}
