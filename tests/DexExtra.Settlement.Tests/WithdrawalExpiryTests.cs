using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Settlement.Contracts;
using DexExtra.Settlement.Tests.Support;

namespace DexExtra.Settlement.Tests;

/// <summary>An approval that cannot be used any more gives the money back, and not a block earlier.</summary>
[Trait("rule", "K2")]
public sealed class WithdrawalExpiryTests(AnvilNode node) : IClassFixture<AnvilNode>
{
    [Fact]
    public async Task An_unpaid_approval_unlocks_when_its_deadline_is_behind_a_final_block_and_is_dead_then()
    {
        using var venue = await TestVenue.CreateAsync(node);
        await venue.OpenWithdrawalsAsync();
        await venue.FundTradersAsync();
        await venue.CallAsync(venue.Alice, venue.Vault, AbiWriter.Call("pause()"));
        venue.RequestWithdrawal(venue.Alice, 250);
        using var agent = venue.OpenAgent();
        await agent.RunUntilAsync(() => agent.Agent.Status.Problem is not null);
        var entry = agent.Book.Withdrawals.Find(1)!;
        var domain = WithdrawalContract.Domain(AnvilNode.ChainId, venue.Vault);
        var approval = venue.Approver!.Sign(WithdrawalContract.Digest(domain, entry));
        Assert.Equal(LocalEngine.NowSeconds + SettlementLimits.ApprovalSeconds, entry.DeadlineSeconds);

        await node.RpcAsync("evm_setNextBlockTimestamp", entry.DeadlineSeconds + 1);
        await node.MineAsync(1);
        await agent.StepAsync();
        await agent.StepAsync();
        Assert.Equal("1 Signed", Withdrawals.Steps(venue)[^1]);
        await node.MineAsync(2);
        await agent.StepAsync();
        Assert.Equal(["1 Locked", "1 Signed", "1 Failed Expired"], Withdrawals.Steps(venue));
        await venue.AssertAgreementAsync();

        await venue.CallAsync(venue.Alice, venue.Vault, AbiWriter.Call("unpause()"));
        var late = AbiWriter.Raw(WithdrawalContract.Withdraw(entry, in approval));
        await Assert.ThrowsAsync<RpcErrorException>(() => venue.AskAsync(venue.Vault, late));
    }
}
