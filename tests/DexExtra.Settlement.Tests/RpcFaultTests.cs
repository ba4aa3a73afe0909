using DexExtra.Hosting;
using DexExtra.Messages;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Tests.Support;

namespace DexExtra.Settlement.Tests;

/// <summary>A node that answers late, badly or not at all (CHN-01, CHN-02), or is the wrong one (CHN-07).</summary>
public sealed class RpcFaultTests(AnvilNode node, ITestOutputHelper output) : IClassFixture<AnvilNode>
{
    [Fact]
    [Trait("row", "CHN-02")]
    public async Task A_lost_answer_to_send_uses_one_nonce_and_settles_once()
    {
        using var venue = await TestVenue.CreateAsync(node);
        await venue.FundTradersAsync();
        await using var proxy = new RpcProxy(node.Url, seed: 1);
        using var chain = new EthereumChain(new JsonRpcClient(proxy.Url));
        using var agent = venue.OpenAgent(chain: chain);
        await agent.StepAsync();
        venue.Trade(2);
        proxy.SpoiledMethod = "eth_sendRawTransaction";
        await Assert.ThrowsAsync<ChainUnavailableException>(agent.StepAsync);
        var nonces = await venue.Chain.TransactionCountAsync(
            venue.Operator.Address, includePending: true, TestContext.Current.CancellationToken);
        proxy.SpoiledMethod = null;
        await agent.SettleAllAsync();
        await venue.AssertAgreementAsync();
        Assert.Equal(nonces, await venue.Chain.TransactionCountAsync(
            venue.Operator.Address, includePending: true, TestContext.Current.CancellationToken));
    }

    [Fact]
    [Trait("row", "CHN-01")]
    public async Task Spoiled_answers_change_nothing_but_time()
    {
        var seed = Environment.GetEnvironmentVariable("DEXEXTRA_SEED") is { } text ? int.Parse(text) : 20_261;
        output.WriteLine($"seed {seed}");
        using var venue = await TestVenue.CreateAsync(node);
        await venue.FundTradersAsync();
        await using var proxy = new RpcProxy(node.Url, seed) { FaultPercent = 10 };
        using var chain = new EthereumChain(new JsonRpcClient(proxy.Url));
        using var agent = venue.OpenAgent(chain: chain);
        for (var round = 0; round < 6; round++)
        {
            venue.Trade(3);
            while (agent.Agent.PollLog(agent.NowMs) > 0 || agent.Book.Matches.Count > 0)
            {
                try
                {
                    await agent.StepAsync();
                    await node.MineAsync(1);
                }
                catch (ChainUnavailableException)
                {
                    agent.Agent.Disconnect();
                }
            }
        }

        Assert.True(proxy.Spoiled > 10, $"only {proxy.Spoiled} answers were spoiled: the test is blind");
        await venue.AssertAgreementAsync();
        Assert.Equal(18 * (Int128)FixedPoint.One, await venue.PositionAsync(venue.Alice.Address));
    }

    [Fact]
    [Trait("row", "CHN-07")]
    public async Task A_node_on_another_chain_or_without_the_contracts_ends_the_process()
    {
        using var venue = await TestVenue.CreateAsync(node);
        venue.Section = venue.Section with { ChainId = 1 };
        await FailsAsync(venue, "the node is on chain 31337, not on chain 1");
        var nobody = venue.Alice.Address.ToString();
        venue.Section = venue.Section with { ChainId = AnvilNode.ChainId, VaultAddress = nobody };
        await FailsAsync(venue, "no contract at vaultAddress");
        venue.Section = venue.Section with { VaultAddress = venue.Contracts.Usdc };
        await FailsAsync(venue, "the exchange contract uses another vault");
    }

    [Fact]
    public async Task A_chain_with_the_trades_of_another_log_ends_the_process()
    {
        using var venue = await TestVenue.CreateAsync(node);
        await venue.FundTradersAsync();
        venue.Trade(1);
        using (var agent = venue.OpenAgent())
        {
            await agent.SettleAllAsync();
        }

        using var other = venue.WithEmptyLog();
        using var stranger = other.OpenAgent();
        await stranger.RunUntilAsync(() => stranger.Book.LastDepositId == 2);
        other.Trade(1);
        var error = await Assert.ThrowsAsync<FatalException>(stranger.StepAsync);
        Assert.Equal(ExitCodes.Configuration, error.ExitCode);
        Assert.Contains("settled other orders as match 1", error.Message, StringComparison.Ordinal);
    }

    private static async Task FailsAsync(TestVenue venue, string expected)
    {
        using var agent = venue.OpenAgent();
        var error = await Assert.ThrowsAsync<FatalException>(agent.StepAsync);
        Assert.Equal(ExitCodes.Configuration, error.ExitCode);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
