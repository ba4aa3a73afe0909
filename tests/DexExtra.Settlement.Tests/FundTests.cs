using DexExtra.Messages;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Settlement.Contracts;
using DexExtra.Settlement.Tests.Support;

namespace DexExtra.Settlement.Tests;

/// <summary>
/// Money of funds on real parts: what the engine gives an account, the vault gives it out of collected fees, once and
/// before anybody trades with it; and K5 account by account.
/// </summary>
public sealed class FundTests(AnvilNode node) : IClassFixture<AnvilNode>
{
    [Fact]
    [Trait("rule", "M11")]
    public async Task A_transfer_reaches_the_chain_once_whatever_the_restarts()
    {
        using var venue = await OpenAsync(1_000);
        venue.Trade(3);
        Give(venue, 500, reference: 7);
        Give(venue, 600, reference: 8);
        Give(venue, 600, reference: 8);
        for (var life = 0; life < 12; life++)
        {
            using var agent = venue.OpenAgent();
            agent.Agent.PollLog(agent.NowMs);
            await agent.StepAsync();
            await node.MineAsync(1);
        }

        await venue.AssertAgreementAsync();
        Assert.Equal((UInt128)100, await FeesAsync(venue));
    }

    [Fact]
    [Trait("rule", "X4")]
    public async Task A_trade_with_money_of_a_fund_waits_until_the_vault_has_paid_it()
    {
        using var venue = await OpenAsync(240);
        venue.Trade(3);
        Assert.Equal(3UL, venue.Engine.Core.View.NextMatchId - 1);

        // three fees of hers and the fourth to come are what she lacks for a fourth lot
        Give(venue, 1_200, reference: 1);
        venue.Trade(1);
        Assert.Equal(4UL, venue.Engine.Core.View.NextMatchId - 1);
        using var agent = venue.OpenAgent();
        await agent.SettleAllAsync();

        Assert.Equal(["1-3", "4-4"], await venue.BatchesAsync());
        Assert.DoesNotContain(venue.SettlementEvents(), static line => line.Contains("Failed", StringComparison.Ordinal));
        await venue.AssertAgreementAsync();
    }

    [Fact]
    [Trait("rule", "M7")]
    public async Task Fees_of_a_void_market_come_back_on_chain()
    {
        using var venue = await OpenAsync(1_000, MarketLives.Near with
        {
            Fallback = SettlementFallback.Void,
            FallbackDeadlineSeconds = LocalEngine.NowSeconds + 20_000,
        });
        var payouts = Address.Parse(venue.Contracts.Payouts!);
        await venue.CallAsync(
            venue.Alice, venue.Exchange, AbiWriter.Raw(AccessRoles.Grant(AccessRoles.Payout, payouts)));
        venue.Trade(3);
        venue.Engine.Pass(7_200);
        venue.Engine.Tick();
        venue.Engine.Pass(20_000);
        venue.Engine.Tick();
        using var agent = venue.OpenAgent();
        await agent.SettleAllAsync();
        await agent.RunUntilAsync(() => !agent.Book.Ended.Waiting.Any() && agent.Book.Funds.PaidThrough == 2);

        Assert.Equal(UInt128.Zero, await FeesAsync(venue));
        Assert.Equal(1_000 * (UInt128)FixedPoint.One, await venue.VaultBalanceAsync(venue.Alice.Address));
        await venue.AssertAgreementAsync();
    }

    [Fact]
    [Trait("rule", "K5")]
    public async Task Money_in_the_wrong_account_stops_payments_though_the_sums_agree()
    {
        using var venue = await OpenAsync(1_000);
        await venue.OpenWithdrawalsAsync();
        venue.Trade(3);
        venue.RequestWithdrawal(venue.Bob, 10);
        using var agent = venue.OpenAgent();
        await Withdrawals.FinishAsync(agent);
        await agent.SettleAllAsync();
        await CheckAsync(agent);
        Assert.Null(agent.Agent.Status.Problem);

        // the treasury gives bob fees that the engine still has
        var move = AbiWriter.Call("moveFees(address,address,uint32,uint256)").Address(venue.Usdc)
            .Address(venue.Bob.Address).Unsigned(0).Unsigned(7);
        await venue.CallAsync(venue.Operator, venue.Vault, move);
        await CheckAsync(agent);
        Assert.Contains($"for {venue.Bob.Address}/0", agent.Agent.Status.Problem, StringComparison.Ordinal);
        venue.RequestWithdrawal(venue.Alice, 10);
        await CheckAsync(agent);
        Assert.Equal("2 Signed", Withdrawals.Steps(venue)[^1]);
    }

    [Fact]
    [Trait("rule", "K5")]
    public async Task What_is_under_way_is_no_difference()
    {
        using var venue = await OpenAsync(1_000);
        await venue.OpenWithdrawalsAsync();
        using var agent = venue.OpenAgent();
        for (var round = 0; round < 12; round++)
        {
            venue.Trade(1, round % 4 == 3 ? order => order with { Quantity = order.Quantity + 1 } : null);
            venue.Unlock(venue.Alice);
            Give(venue, 10, reference: 100 + (ulong)round);
            venue.RequestWithdrawal(venue.Bob, 1);
            await venue.DepositAsync(venue.Alice, 2);

            // no new block between the look and the comparison, which would say nothing then
            await node.RpcAsync("evm_setAutomine", false);
            await CheckAsync(agent);
            Assert.Null(agent.Agent.Status.Problem);
            await node.MineAsync(1 + (round % 3));
            await CheckAsync(agent);
            Assert.Null(agent.Agent.Status.Problem);
            await node.RpcAsync("evm_setAutomine", true);
        }
    }

    [Fact]
    public async Task Money_taken_from_an_account_is_named_because_the_vault_cannot_follow()
    {
        using var venue = await OpenAsync(1_000);
        var transfer = new FundTransfer
        {
            Account = new AccountId(venue.Alice.Address, 0), AssetId = 1, From = FundKind.Account, To = FundKind.Guarantee,
            Amount = 5, Reference = 1,
        };
        venue.Engine.Apply(CommandType.FundTransfer, in transfer);
        using var agent = venue.OpenAgent();
        await agent.StepAsync();
        await agent.StepAsync();
        Assert.Contains("FundOut took money from", agent.Agent.Status.Problem, StringComparison.Ordinal);
    }

    /// <summary>Two turns so late that every comparison is due.</summary>
    private static async Task CheckAsync(AgentRun agent)
    {
        agent.NowMs += SettlementLimits.VaultCheckIntervalMs;
        await agent.StepAsync();
        agent.NowMs += SettlementLimits.VaultCheckIntervalMs;
        await agent.StepAsync();
    }

    private static void Give(TestVenue venue, long amount, ulong reference)
    {
        var transfer = new FundTransfer
        {
            Account = new AccountId(venue.Alice.Address, 0),
            AssetId = 1,
            From = FundKind.Fees,
            To = FundKind.Account,
            Amount = amount,
            Reference = reference,
        };
        venue.Engine.Apply(CommandType.FundTransfer, in transfer);
    }

    private static async Task<UInt128> FeesAsync(TestVenue venue) => new AbiReader(
        await venue.AskAsync(venue.Vault, AbiWriter.Call("feeBalance(address)").Address(venue.Usdc))).Unsigned();

    private async Task<TestVenue> OpenAsync(uint alice, MarketLife? life = null)
    {
        var venue = await TestVenue.CreateAsync(node, life);
        await venue.OpenFundsAsync();
        await venue.FundTradersAsync(alice, 1_000);
        return venue;
    }
}
