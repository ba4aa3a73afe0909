using DexExtra.Messages;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Settlement.Contracts;
using DexExtra.Settlement.Tests.Support;

namespace DexExtra.Settlement.Tests;

/// <summary>K2 on real parts: a request in the engine becomes tokens in the owner's wallet, once.</summary>
[Trait("rule", "K2")]
public sealed class WithdrawalTests(AnvilNode node) : IClassFixture<AnvilNode>
{
    [Fact]
    public async Task A_request_is_signed_sent_paid_and_final_and_every_book_agrees()
    {
        using var venue = await OpenAsync();
        venue.RequestWithdrawal(venue.Alice, 250);
        using var agent = venue.OpenAgent();
        await Withdrawals.FinishAsync(agent);

        Assert.Equal(["1 Locked", "1 Signed", "1 Sent", "1 Final"], Withdrawals.Steps(venue));
        Assert.Equal((UInt128)250, await Withdrawals.WalletAsync(venue, venue.Alice));
        await venue.AssertAgreementAsync();
        Assert.Null(agent.Agent.Status.Problem);
        await agent.StepAsync();
        Assert.Empty(Directory.GetFiles(venue.OutboxFolder, "*.tx"));
    }

    [Fact]
    public async Task It_is_final_only_when_its_block_is()
    {
        using var venue = await OpenAsync();
        venue.RequestWithdrawal(venue.Bob, 10);
        using var agent = venue.OpenAgent();
        for (var step = 0; step < 4; step++)
        {
            await agent.StepAsync();
        }

        Assert.Equal("1 Sent", Withdrawals.Steps(venue)[^1]);
        Assert.Equal((UInt128)10, await Withdrawals.WalletAsync(venue, venue.Bob));
        await node.MineAsync(2);
        await agent.StepAsync();
        Assert.Equal("1 Final", Withdrawals.Steps(venue)[^1]);
    }

    [Fact]
    public async Task Money_leaves_only_behind_the_trades_that_the_engine_had_made()
    {
        using var venue = await OpenAsync();
        venue.Trade(3);
        venue.RequestWithdrawal(venue.Bob, 100);
        venue.Trade(2);
        await venue.CallAsync(venue.Alice, venue.Exchange, AbiWriter.Call("pause()"));
        using (var agent = venue.OpenAgent())
        {
            for (var step = 0; step < 6; step++)
            {
                await agent.StepAsync();
            }
        }

        Assert.Equal("1 Signed", Withdrawals.Steps(venue)[^1]);
        await venue.CallAsync(venue.Alice, venue.Exchange, AbiWriter.Call("unpause()"));
        using var heir = venue.OpenAgent();
        await Withdrawals.FinishAsync(heir);
        await heir.SettleAllAsync();
        Assert.Equal((UInt128)100, await Withdrawals.WalletAsync(venue, venue.Bob));
        await venue.AssertAgreementAsync();
    }

    [Fact]
    public async Task What_is_under_way_is_not_sent_again()
    {
        using var venue = await OpenAsync();
        venue.RequestWithdrawal(venue.Alice, 40);
        using var agent = venue.OpenAgent();
        await agent.RunUntilAsync(() => agent.Book.Withdrawals.Find(1)?.Confirmed == WithdrawalState.Signed);
        await node.RpcAsync("evm_setAutomine", false);
        for (var step = 0; step < 4; step++)
        {
            await agent.StepAsync();
        }

        var (sender, cancel) = (venue.Operator.Address, TestContext.Current.CancellationToken);
        var mined = await venue.Chain.TransactionCountAsync(sender, includePending: false, cancel);
        Assert.Equal(mined + 1, await venue.Chain.TransactionCountAsync(sender, includePending: true, cancel));
        await node.RpcAsync("evm_setAutomine", true);
        await Withdrawals.FinishAsync(agent);
        Assert.Equal((UInt128)40, await Withdrawals.WalletAsync(venue, venue.Alice));
    }

    [Fact]
    public async Task Another_recipient_is_refused_and_the_money_comes_back()
    {
        using var venue = await OpenAsync();
        venue.RequestWithdrawal(venue.Alice, 250, venue.Bob.Address);
        using var agent = venue.OpenAgent();
        await Withdrawals.FinishAsync(agent);
        Assert.Equal(["1 Locked", "1 Failed RecipientRefused"], Withdrawals.Steps(venue));
        await venue.AssertAgreementAsync();
    }

    [Fact]
    public async Task What_the_daily_limit_refuses_keeps_nobody_behind_it_and_goes_on_when_the_limit_is_gone()
    {
        using var venue = await OpenAsync(usdc: 1_000);
        var limit = AbiWriter.Call("setDailyLimit(address,uint16,uint128)").Address(venue.Usdc);
        await venue.CallAsync(venue.Alice, venue.Vault, limit.Unsigned(500).Unsigned(0));
        venue.RequestWithdrawal(venue.Alice, 900);
        venue.RequestWithdrawal(venue.Bob, 90);
        using var agent = venue.OpenAgent();
        await agent.RunUntilAsync(() => agent.Book.Withdrawals.Count == 1);
        await agent.StepAsync();

        Assert.Equal("2 Final", Withdrawals.Steps(venue)[^1]);
        Assert.StartsWith("the vault refuses withdrawal 1", agent.Agent.Status.Problem, StringComparison.Ordinal);
        var none = AbiWriter.Call("setDailyLimit(address,uint16,uint128)").Address(venue.Usdc);
        await venue.CallAsync(venue.Alice, venue.Vault, none.Unsigned(0).Unsigned(0));
        await Withdrawals.FinishAsync(agent);
        Assert.Equal((UInt128)900, await Withdrawals.WalletAsync(venue, venue.Alice));
        await venue.AssertAgreementAsync();
    }

    [Fact]
    public async Task An_approval_that_somebody_else_brings_counts_once()
    {
        using var venue = await OpenAsync();
        venue.RequestWithdrawal(venue.Alice, 40);
        using var agent = venue.OpenAgent();
        await agent.StepAsync();
        Assert.Equal("1 Signed", Withdrawals.Steps(venue)[^1]);
        var entry = agent.Book.Withdrawals.Find(1)!;
        var domain = WithdrawalContract.Domain(AnvilNode.ChainId, venue.Vault);
        var approval = venue.Approver!.Sign(WithdrawalContract.Digest(domain, entry));
        await venue.CallAsync(venue.Bob, venue.Vault, AbiWriter.Raw(WithdrawalContract.Withdraw(entry, in approval)));
        await Withdrawals.FinishAsync(agent);

        Assert.Equal(["1 Locked", "1 Signed", "1 Sent", "1 Final"], Withdrawals.Steps(venue));
        Assert.Equal((UInt128)40, await Withdrawals.WalletAsync(venue, venue.Alice));
        await venue.AssertAgreementAsync();
    }

    [Fact]
    [Trait("rule", "X7")]
    public async Task A_payment_that_is_reorganised_away_is_made_again()
    {
        using var venue = await OpenAsync();
        venue.RequestWithdrawal(venue.Alice, 40);
        using var agent = venue.OpenAgent();
        await agent.RunUntilAsync(() => agent.Book.Withdrawals.Find(1)?.Confirmed == WithdrawalState.Signed);
        var snapshot = (await node.RpcAsync("evm_snapshot")).GetString()!;
        while (Withdrawals.Steps(venue)[^1] != "1 Sent")
        {
            await agent.StepAsync();
        }

        // the node mines behind its answer
        for (var tries = 0; tries < 500 && await Withdrawals.WalletAsync(venue, venue.Alice) == 0; tries++)
        {
            await Task.Delay(10);
        }

        Assert.Equal((UInt128)40, await Withdrawals.WalletAsync(venue, venue.Alice));
        await node.RpcAsync("evm_revert", snapshot);
        Assert.Equal((UInt128)0, await Withdrawals.WalletAsync(venue, venue.Alice));
        agent.NowMs += 60_000;
        await Withdrawals.FinishAsync(agent);
        Assert.Equal((UInt128)40, await Withdrawals.WalletAsync(venue, venue.Alice));
        await venue.AssertAgreementAsync();
    }

    [Fact]
    [Trait("rule", "K5")]
    public async Task Nothing_is_paid_while_vault_and_ledger_differ()
    {
        using var venue = await OpenAsync();
        // the engine believes a deposit that the vault never saw
        var invented = new Deposit
        {
            DepositId = 3,
            Account = new AccountId(venue.Bob.Address, 0),
            Token = venue.Usdc,
            Amount = 5 * (Int128)FixedPoint.One,
            BlockNumber = venue.Contracts.DeployBlock,
            ChainId = AnvilNode.ChainId,
        };
        venue.Engine.Apply(CommandType.Deposit, in invented);
        venue.RequestWithdrawal(venue.Alice, 40);
        using var agent = venue.OpenAgent();
        for (var step = 0; step < 6; step++)
        {
            await agent.StepAsync();
            await node.MineAsync(1);
        }

        Assert.Equal("1 Signed", Withdrawals.Steps(venue)[^1]);
        Assert.Contains("(K5)", agent.Agent.Status.Problem, StringComparison.Ordinal);
        await venue.DepositAsync(venue.Bob, 5);
        await Withdrawals.FinishAsync(agent);
        await agent.StepAsync();
        Assert.Null(agent.Agent.Status.Problem);
    }

    private async Task<TestVenue> OpenAsync(uint usdc = 100_000)
    {
        var venue = await TestVenue.CreateAsync(node);
        await venue.OpenWithdrawalsAsync();
        await venue.FundTradersAsync(usdc);
        return venue;
    }
}
