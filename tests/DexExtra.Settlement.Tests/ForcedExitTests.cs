using DexExtra.Messages;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Settlement.Tests.Support;

namespace DexExtra.Settlement.Tests;

/// <summary>X9 on a real chain: money that owners force out is locked, and the engine's books follow the vault's.</summary>
public sealed class ForcedExitTests(AnvilNode node) : IClassFixture<AnvilNode>
{
    [Fact]
    [Trait("rule", "X9")]
    public async Task An_exit_is_locked_and_paid_and_the_books_agree()
    {
        using var venue = await OpenAsync();
        venue.Trade(2);
        using var agent = venue.OpenAgent();
        await venue.RequestExitAsync(venue.Alice, 700);
        await agent.RunUntilAsync(() => agent.Book.Owners.LastId == 1);
        venue.Trade(1);
        await agent.SettleAllAsync();
        await PassAsync(OwnerCalls.ExitDelay);
        await venue.ExecuteExitAsync(venue.Bob, 1);
        await agent.RunUntilAsync(() => agent.Book.Owners.LastId == 2);
        await agent.StepAsync();

        Assert.Equal(
            ["1 ExitRequested 700", "asked 700 locked 700", "2 ExitPaid 700", "asked 0 locked 0"], OwnerCalls.Events(venue));
        Assert.Null(agent.Agent.Status.Problem);
        await venue.AssertAgreementAsync();
    }

    [Fact]
    [Trait("rule", "X9")]
    public async Task An_exit_of_everything_stops_the_account_until_it_is_given_up()
    {
        using var venue = await OpenAsync();
        venue.PlaceChanged(venue.Alice, Side.Buy);
        using var agent = venue.OpenAgent();
        await venue.RequestExitAsync(venue.Alice, uint.MaxValue);
        await agent.RunUntilAsync(() => agent.Book.Owners.LastId == 1);
        venue.PlaceChanged(venue.Alice, Side.Buy);
        Assert.Equal(0, venue.Engine.Core.View.OpenOrders);
        await venue.CancelExitAsync(venue.Alice, 1);
        await agent.RunUntilAsync(() => agent.Book.Owners.LastId == 2);
        venue.Trade(1);
        await agent.SettleAllAsync();
        await agent.StepAsync();

        Assert.Equal("2 ExitCancelled 4294967295", OwnerCalls.Events(venue)[^2]);
        Assert.Null(agent.Agent.Status.Problem);
        await venue.AssertAgreementAsync();
    }

    [Fact]
    [Trait("rule", "K2")]
    public async Task What_the_daily_limit_keeps_back_stays_locked_until_the_next_day()
    {
        using var venue = await OpenAsync(1_000);
        var limit = AbiWriter.Call("setDailyLimit(address,uint16,uint128)").Address(venue.Usdc).Unsigned(1_000).Unsigned(0);
        await venue.CallAsync(venue.Alice, venue.Vault, limit);
        using var agent = venue.OpenAgent();
        await venue.RequestExitAsync(venue.Alice, 1_000);
        await agent.RunUntilAsync(() => agent.Book.Owners.LastId == 1);
        await PassAsync(OwnerCalls.ExitDelay);
        await venue.ExecuteExitAsync(venue.Bob, 1);
        await agent.RunUntilAsync(() => agent.Book.Owners.LastId == 2);
        var paid = OwnerCalls.Events(venue);
        Assert.StartsWith("2 ExitPaid ", paid[^2], StringComparison.Ordinal);
        Assert.NotEqual("asked 0 locked 0", paid[^1]);
        for (var day = 0; day < 40 && OwnerCalls.Events(venue)[^1] != "asked 0 locked 0"; day++)
        {
            var known = agent.Book.Owners.LastId;
            await PassAsync(OwnerCalls.ExitDelay);
            await venue.ExecuteExitAsync(venue.Bob, 1);
            await agent.RunUntilAsync(() => agent.Book.Owners.LastId > known);
        }

        Assert.Equal("asked 0 locked 0", OwnerCalls.Events(venue)[^1]);
        Assert.Equal((Int128)0, venue.Engine.Core.View.Balance(new AccountId(venue.Alice.Address, 0), 1).Available);
        await venue.AssertAgreementAsync();
    }

    [Fact]
    [Trait("rule", "K5")]
    public async Task Vault_and_ledger_agree_while_a_payment_is_not_final()
    {
        using var venue = await OpenAsync();
        using var agent = venue.OpenAgent();
        await venue.RequestExitAsync(venue.Alice, 500);
        await agent.RunUntilAsync(() => agent.Book.Owners.LastId == 1);
        await PassAsync(OwnerCalls.ExitDelay);
        await venue.ExecuteExitAsync(venue.Bob, 1);
        for (var step = 0; step < 3; step++)
        {
            agent.NowMs += SettlementLimits.VaultCheckIntervalMs;
            await agent.StepAsync();
            Assert.Null(agent.Agent.Status.Problem);
        }

        await agent.RunUntilAsync(() => agent.Book.Owners.LastId == 2);
        agent.NowMs += SettlementLimits.VaultCheckIntervalMs;
        await agent.StepAsync();
        Assert.Null(agent.Agent.Status.Problem);
        await venue.AssertAgreementAsync();
    }

    private async Task PassAsync(int seconds)
    {
        await node.RpcAsync("evm_increaseTime", seconds + 1);
        await node.MineAsync(1);
    }

    private async Task<TestVenue> OpenAsync(uint usdc = 100_000)
    {
        var venue = await TestVenue.CreateAsync(node);
        await venue.OpenWithdrawalsAsync();
        await venue.OpenDoorsAsync();
        await venue.FundTradersAsync(usdc);
        return venue;
    }
}
