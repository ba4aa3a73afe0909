using DexExtra.Messages;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Settlement.Tests.Support;

namespace DexExtra.Settlement.Tests;

/// <summary>What can go wrong between sending and finality: CHN-02, CHN-04, CHN-05, CHN-06.</summary>
public sealed class LaneTests(AnvilNode node) : IClassFixture<AnvilNode>
{
    [Fact]
    [Trait("row", "CHN-06")]
    public async Task A_reorganised_batch_goes_back_to_submitted_and_settles_once()
    {
        using var venue = await TestVenue.CreateAsync(node);
        await venue.FundTradersAsync();
        using var agent = venue.OpenAgent();
        await agent.StepAsync();
        await node.MineAsync(3);
        var before = await node.RpcAsync("evm_snapshot");
        venue.Trade(2);
        await agent.RunUntilAsync(() => agent.StateOf(2) == SettlementState.Mined);
        await node.RpcAsync("evm_revert", before.GetString()!);
        await node.MineAsync(1);
        await agent.StepAsync();
        Assert.Equal(SettlementState.Submitted, agent.StateOf(2));
        agent.NowMs += venue.Section.ResendMs;
        await agent.SettleAllAsync();
        await venue.AssertAgreementAsync();
        Assert.Equal(
            ["1-2 Queued #0", "1-2 Submitted #1", "1-2 Mined #1", "1-2 Submitted #1", "1-2 Mined #1", "1-2 Final #1"],
            venue.SettlementEvents());
    }

    [Fact]
    [Trait("row", "CHN-05")]
    public async Task A_stuck_transaction_is_replaced_with_higher_fees_and_settles_once()
    {
        using var venue = await TestVenue.CreateAsync(node);
        await venue.FundTradersAsync();
        using var agent = venue.OpenAgent();
        await agent.StepAsync();
        venue.Trade(1);
        await WithoutMiningAsync(async () =>
        {
            await agent.StepAsync();
            var before = Directory.GetFiles(venue.OutboxFolder, "*.tx").Length;
            await node.RpcAsync("anvil_dropAllTransactions");
            agent.NowMs += venue.Section.ReplaceAfterMs;
            await agent.StepAsync();
            await agent.StepAsync();
            Assert.Equal(before + 1, Directory.GetFiles(venue.OutboxFolder, "*.tx").Length);
        });
        await agent.SettleAllAsync();
        await venue.AssertAgreementAsync();
    }

    [Fact]
    [Trait("row", "CHN-04")]
    public async Task A_nonce_used_by_somebody_else_heals_with_the_next_nonce()
    {
        using var venue = await TestVenue.CreateAsync(node);
        await venue.FundTradersAsync();
        using var agent = venue.OpenAgent();
        await agent.StepAsync();
        venue.Trade(1);
        await WithoutMiningAsync(async () =>
        {
            await agent.StepAsync();
            await node.RpcAsync("anvil_dropAllTransactions");
        });
        await venue.CallAsync(venue.Operator, venue.Usdc, Mint(venue.Operator.Address));
        await agent.SettleAllAsync();
        await venue.AssertAgreementAsync();
        Assert.Equal(
            [
                "1-1 Queued #0", "1-1 Submitted #1", "1-1 Retrying #1",
                "1-1 Submitted #2", "1-1 Mined #2", "1-1 Final #2",
            ],
            venue.SettlementEvents());
    }

    [Fact]
    [Trait("rule", "X4")]
    public async Task A_batch_that_reverts_is_retried_when_the_exchange_is_open_again()
    {
        using var venue = await TestVenue.CreateAsync(node);
        await venue.FundTradersAsync();
        using var agent = venue.OpenAgent();
        await agent.StepAsync();
        venue.Trade(1);
        await WithoutMiningAsync(async () =>
        {
            await agent.StepAsync();
            await node.RpcAsync("anvil_dropAllTransactions");
        });
        await venue.CallAsync(venue.Alice, venue.Exchange, AbiWriter.Call("pause()"));
        agent.NowMs += venue.Section.ResendMs;
        await agent.RunUntilAsync(() => agent.StateOf(1) == SettlementState.Retrying);
        Assert.Contains("refuses batches", agent.Agent.Status.Problem, StringComparison.Ordinal);
        await venue.CallAsync(venue.Alice, venue.Exchange, AbiWriter.Call("unpause()"));
        await agent.SettleAllAsync();
        Assert.Null(agent.Agent.Status.Problem);
        await venue.AssertAgreementAsync();
    }

    [Fact]
    [Trait("row", "CHN-08")]
    public async Task A_batch_somebody_already_sent_settles_once()
    {
        using var venue = await TestVenue.CreateAsync(node);
        await venue.FundTradersAsync();
        venue.Trade(3);
        using (var first = venue.OpenAgent())
        {
            await first.SettleAllAsync();
        }

        venue.Trade(1);
        Directory.Delete(venue.OutboxFolder, recursive: true);
        using (var doomed = venue.OpenAgent())
        {
            await doomed.RunUntilAsync(() => doomed.StateOf(4) == SettlementState.Submitted);
        }

        // the outbox is lost as well: the match is found on chain all the same
        Directory.Delete(venue.OutboxFolder, recursive: true);
        using var heir = venue.OpenAgent();
        await heir.SettleAllAsync();
        await venue.AssertAgreementAsync();
    }

    private static AbiWriter Mint(Address account) =>
        AbiWriter.Call("mint(address,uint256)").Address(account).Unsigned(1);

    private async Task WithoutMiningAsync(Func<Task> action)
    {
        await node.RpcAsync("evm_setAutomine", false);
        try
        {
            await action();
        }
        finally
        {
            await node.RpcAsync("evm_setAutomine", true);
        }
    }
}
