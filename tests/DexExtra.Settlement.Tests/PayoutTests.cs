using DexExtra.Messages;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Settlement.Contracts;
using DexExtra.Settlement.Tests.Support;
using DexExtra.Signing;

namespace DexExtra.Settlement.Tests;

/// <summary>M10 on real parts: what the engine paid at the end of a market is paid on chain, and can leave.</summary>
[Trait("rule", "M10")]
public sealed class PayoutTests(AnvilNode node) : IClassFixture<AnvilNode>
{
    [Fact]
    public async Task An_ended_market_is_paid_out_on_chain_to_the_unit_whatever_the_restarts_and_the_money_can_leave()
    {
        using var venue = await OpenAsync();
        End(venue, 55);

        // each step in a life of its own: what is under way is only in the outbox and on chain
        for (var life = 0; life < 12; life++)
        {
            using var agent = venue.OpenAgent();
            agent.Agent.PollLog(agent.NowMs);
            await agent.StepAsync();
            await node.MineAsync(1);
        }

        Assert.Equal(Int128.Zero, await venue.PositionAsync(venue.Alice.Address));
        await venue.AssertAgreementAsync();
        Assert.Equal(UInt128.Zero, await PoolAsync(venue));
        var paid = 1_000 + (3 * (55 - 40)) - 1;
        venue.RequestWithdrawal(venue.Alice, (uint)paid);
        using var last = venue.OpenAgent();
        await Withdrawals.FinishAsync(last);
        Assert.Equal((UInt128)paid, await Withdrawals.WalletAsync(venue, venue.Alice));
        await venue.AssertAgreementAsync();
    }

    [Fact]
    public async Task A_result_of_the_chain_that_differs_from_the_engines_stops_the_payout()
    {
        using var venue = await OpenAsync();
        var other = AbiWriter.Call(PayoutsContract.RecordResultSignature)
            .Unsigned(TestVenue.MarketId).Signed(54 * (Int128)FixedPoint.One);
        using var agent = venue.OpenAgent();
        await agent.SettleAllAsync();
        await venue.CallAsync(venue.Operator, Address.Parse(venue.Contracts.Payouts!), other);
        End(venue, 55);
        for (var step = 0; step < 8; step++)
        {
            await agent.StepAsync();
            await node.MineAsync(1);
        }

        Assert.Contains("ended otherwise on chain", agent.Agent.Status.Problem, StringComparison.Ordinal);
        Assert.Equal(3 * (Int128)FixedPoint.One, await venue.PositionAsync(venue.Alice.Address));
    }

    private async Task<TestVenue> OpenAsync()
    {
        var venue = await TestVenue.CreateAsync(node, MarketLives.Near);
        await venue.OpenWithdrawalsAsync();
        var payouts = Address.Parse(venue.Contracts.Payouts!);
        await venue.CallAsync(
            venue.Alice, venue.Exchange, AbiWriter.Raw(AccessRoles.Grant(AccessRoles.Payout, payouts)));
        await venue.FundTradersAsync(1_000);
        venue.Trade(3);
        return venue;
    }

    /// <summary>The oracle answers with a price in whole ticks; nobody disputes it.</summary>
    private static void End(TestVenue venue, int ticks)
    {
        venue.Engine.Pass(7_200);
        var update = new OracleUpdate
        {
            MarketId = TestVenue.MarketId,
            Kind = OracleUpdateKind.Proposed,
            AssertionId = Keccak256.Hash("answer"u8),
            Value = ticks * (Int128)FixedPoint.One,
            LivenessEndSeconds = LocalEngine.NowSeconds + 7_300,
        };
        venue.Engine.Apply(CommandType.OracleUpdate, in update);
        venue.Engine.Pass(200);
        update = new OracleUpdate
        {
            MarketId = TestVenue.MarketId,
            Kind = OracleUpdateKind.Confirmed,
            AssertionId = update.AssertionId,
        };
        venue.Engine.Apply(CommandType.OracleUpdate, in update);
        venue.Engine.Tick();
        Assert.Equal(0, venue.Engine.Core.View.Position(new AccountId(venue.Alice.Address, 0), TestVenue.MarketId).Lots);
    }

    private static async Task<UInt128> PoolAsync(TestVenue venue) => new AbiReader(await venue.AskAsync(
        venue.Vault,
        AbiWriter.Call("poolOf(uint32,address)").Unsigned(TestVenue.MarketId).Address(venue.Usdc))).Unsigned();
}
