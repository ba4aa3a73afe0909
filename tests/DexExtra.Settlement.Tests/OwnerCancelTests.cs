using DexExtra.Messages;
using DexExtra.Settlement.Tests.Support;

namespace DexExtra.Settlement.Tests;

/// <summary>X5 on a real chain: what owners cancel there is gone in the engine before it can hold.</summary>
public sealed class OwnerCancelTests(AnvilNode node) : IClassFixture<AnvilNode>
{
    [Fact]
    [Trait("rule", "X5")]
    public async Task A_cancelled_nonce_and_all_below_an_epoch_are_gone_and_stay_gone()
    {
        using var venue = await OpenAsync();
        var first = venue.PlaceChanged(venue.Alice, Side.Buy);
        var second = venue.PlaceChanged(venue.Alice, Side.Buy);
        var third = venue.PlaceChanged(venue.Alice, Side.Buy);
        using var agent = venue.OpenAgent();
        await venue.CancelOnChainAsync(venue.Alice, second);
        await agent.RunUntilAsync(() => agent.Book.Owners.LastId == 1);
        await venue.RaiseEpochAsync(venue.Alice, third);
        await agent.RunUntilAsync(() => agent.Book.Owners.LastId == 2);

        Assert.Equal(
            [
                $"1 CancelNonce {second}", "cancelled CancelledOnChain",
                $"2 CancelNoncesBelow {third}", "cancelled CancelledOnChain",
            ],
            OwnerCalls.Events(venue));
        Assert.Equal(1, venue.Engine.Core.View.OpenOrders);
        Assert.Null(agent.Agent.Status.Problem);
        Assert.True(first < second);
    }

    [Fact]
    [Trait("rule", "X5")]
    public async Task A_trade_made_before_the_cancel_holds_settles_long_after_it()
    {
        using var venue = await OpenAsync();
        await node.RpcAsync("evm_setNextBlockTimestamp", LocalEngine.NowSeconds + 1_000);
        await node.MineAsync(1);
        venue.Trade(1);
        var left = venue.PlaceChanged(venue.Alice, Side.Buy);
        await venue.RaiseEpochAsync(venue.Alice, left + 1);
        await node.RpcAsync("evm_increaseTime", (2 * OwnerCalls.CancelDelay) + 1);
        await node.MineAsync(1);
        using var agent = venue.OpenAgent();
        await agent.RunUntilAsync(() => agent.Book.Owners.LastId == 1);
        Assert.Equal(0, venue.Engine.Core.View.OpenOrders);
        venue.Trade(1);
        await agent.SettleAllAsync();

        Assert.DoesNotContain(venue.SettlementEvents(), line => line.Contains("Failed", StringComparison.Ordinal));
        await venue.AssertAgreementAsync();
    }

    [Fact]
    [Trait("rule", "X7")]
    public async Task A_cancel_in_a_block_that_is_reorganised_away_never_happened()
    {
        using var venue = await OpenAsync();
        var nonce = venue.PlaceChanged(venue.Alice, Side.Buy);
        using var agent = venue.OpenAgent();
        await agent.StepAsync();
        var snapshot = (await node.RpcAsync("evm_snapshot")).GetString()!;
        await venue.CancelOnChainAsync(venue.Alice, nonce);
        await agent.StepAsync();
        Assert.Equal(0UL, agent.Book.Owners.LastId);
        await node.RpcAsync("evm_revert", snapshot);
        await venue.CancelOnChainAsync(venue.Bob, nonce);
        await agent.RunUntilAsync(() => agent.Book.Owners.LastId == 1);

        Assert.Equal([$"1 CancelNonce {nonce}"], OwnerCalls.Events(venue));
        Assert.Equal(1, venue.Engine.Core.View.OpenOrders);
    }

    [Fact]
    [Trait("rule", "K4")]
    public async Task Another_life_of_the_process_takes_up_where_the_log_ends()
    {
        using var venue = await OpenAsync();
        for (ulong nonce = 1_000; nonce < 1_003; nonce++)
        {
            await venue.CancelOnChainAsync(venue.Bob, nonce);
            using var agent = venue.OpenAgent();
            await agent.RunUntilAsync(() => agent.Book.Owners.LastId == nonce - 999);
        }

        Assert.Equal(["1 CancelNonce 1000", "2 CancelNonce 1001", "3 CancelNonce 1002"], OwnerCalls.Events(venue));
    }

    private async Task<TestVenue> OpenAsync()
    {
        var venue = await TestVenue.CreateAsync(node);
        await venue.OpenWithdrawalsAsync();
        await venue.OpenDoorsAsync();
        await venue.FundTradersAsync();
        return venue;
    }
}
