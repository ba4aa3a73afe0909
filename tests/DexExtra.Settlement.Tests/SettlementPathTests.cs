using DexExtra.Messages;
using DexExtra.Settlement.Tests.Support;

namespace DexExtra.Settlement.Tests;

/// <summary>Deposits to credit and matches to final, on real parts.</summary>
public sealed class SettlementPathTests(AnvilNode node) : IClassFixture<AnvilNode>
{
    [Fact]
    [Trait("rule", "K1")]
    public async Task A_deposit_is_credited_only_when_its_block_is_final()
    {
        using var venue = await TestVenue.CreateAsync(node);
        using var agent = venue.OpenAgent();
        await agent.StepAsync();
        await venue.DepositAsync(venue.Alice, 25);
        await agent.StepAsync();
        Assert.Equal(0UL, agent.Book.LastDepositId);
        await node.MineAsync(1);
        await agent.StepAsync();
        Assert.Equal(0UL, agent.Book.LastDepositId);
        await node.MineAsync(1);
        await agent.StepAsync();
        Assert.Equal(1UL, agent.Book.LastDepositId);
    }

    [Fact]
    [Trait("rule", "K4")]
    public async Task A_new_life_scans_again_and_credits_nothing_twice()
    {
        using var venue = await TestVenue.CreateAsync(node);
        await venue.FundTradersAsync(1_000);
        for (var life = 0; life < 3; life++)
        {
            await venue.DepositAsync(venue.Alice, 10);
            await node.MineAsync(2);
            using var agent = venue.OpenAgent();
            await agent.StepAsync();
            await agent.StepAsync();
            Assert.Equal(3UL + (ulong)life, agent.Book.LastDepositId);
        }

        Assert.Equal(1_030 * (UInt128)FixedPoint.One, await venue.VaultBalanceAsync(venue.Alice.Address));
        venue.Engine.Core.Audit();
        Assert.Equal(1_030 * (Int128)FixedPoint.One, Available(venue, venue.Alice.Address));
    }

    [Fact]
    [Trait("rule", "X1")]
    public async Task Matches_climb_the_ladder_to_final_and_chain_and_engine_agree()
    {
        using var venue = await TestVenue.CreateAsync(node);
        await venue.FundTradersAsync();
        venue.Trade(5);
        using var agent = venue.OpenAgent();
        await agent.SettleAllAsync();

        Assert.Equal(5 * (Int128)FixedPoint.One, await venue.PositionAsync(venue.Alice.Address));
        await venue.AssertAgreementAsync();
        Assert.Equal(
            ["1-5 Queued #0", "1-5 Submitted #1", "1-5 Mined #1", "1-5 Final #1"], venue.SettlementEvents());
        Assert.Empty(Directory.GetFiles(venue.OutboxFolder, "*.tx"));
    }

    [Fact]
    [Trait("rule", "X3")]
    public async Task A_trade_that_fails_is_marked_and_the_others_settle()
    {
        using var venue = await TestVenue.CreateAsync(node);
        await venue.FundTradersAsync();
        venue.Trade(2);
        venue.Trade(1, order => order with { Nonce = order.Nonce + 1 });
        venue.Trade(2);
        using var agent = venue.OpenAgent();
        await agent.SettleAllAsync();
        Assert.Equal(
            [
                "1-5 Queued #0", "1-5 Submitted #1", "1-5 Mined #1", "1-2 Final #1",
                "3-3 Failed #1 SignerMismatch", "4-5 Final #1",
            ],
            venue.SettlementEvents());
        Assert.Equal(4 * (Int128)FixedPoint.One, await venue.PositionAsync(venue.Alice.Address));
    }

    [Fact]
    [Trait("rule", "X2")]
    public async Task Batches_are_contiguous_and_bounded()
    {
        using var venue = await TestVenue.CreateAsync(node);
        venue.Section = venue.Section with { BatchMaxTrades = 3 };
        await venue.FundTradersAsync();
        venue.Trade(10);
        using var agent = venue.OpenAgent();
        await agent.SettleAllAsync();
        Assert.Equal(["1-3", "4-6", "7-9", "10-10"], await venue.BatchesAsync());
    }

    private static Int128 Available(TestVenue venue, Address owner) =>
        venue.Engine.Core.View.Balance(new AccountId(owner, 0), 1).Available;
}
