using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Settlement.Chain.Quorum;
using DexExtra.Settlement.Contracts;
using DexExtra.Settlement.Tests.Support;

namespace DexExtra.Settlement.Tests;

/// <summary>
/// CHN-07 on a real chain for what is not a head or a log: receipts, counts, fees, calls. One endpoint of three lies,
/// lags or loses; what two say counts.
/// </summary>
[Trait("row", "CHN-07")]
public sealed class QuorumAnswerTests(AnvilNode node) : IClassFixture<AnvilNode>
{
    private readonly ListLogger _log = new();

    [Theory]
    [InlineData("lies")]
    [InlineData("loses")]
    public async Task A_receipt_counts_when_two_show_it(string way)
    {
        using var venue = await TestVenue.CreateAsync(node);
        var cancel = TestContext.Current.CancellationToken;
        var real = await venue.CallAsync(venue.Alice, venue.Vault, AbiWriter.Call("openExits()"));
        var (chain, odd) = Open(venue);
        odd.Receipt = receipt => way == "lies" ? receipt! with { Succeeded = false } : null;
        Assert.Equal(real, await chain.ReceiptAsync(real.TransactionHash, cancel));
        Assert.Equal(way == "lies" ? ["endpoint odd is left out: receipt: it contradicts 2 others"] : [], _log.Lines);
    }

    [Fact]
    public async Task A_receipt_that_one_invents_is_none()
    {
        using var venue = await TestVenue.CreateAsync(node);
        var (chain, odd) = Open(venue);
        odd.Receipt = static _ => new TransactionReceipt(default, true, 1, 21_000, null);
        Assert.Null(await chain.ReceiptAsync(default, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(1_000_000UL)]
    public async Task Fees_and_counts_of_one_change_nothing(ulong said)
    {
        using var venue = await TestVenue.CreateAsync(node);
        var cancel = TestContext.Current.CancellationToken;
        var (chain, odd) = Open(venue);
        odd.Fees = _ => new FeeQuote((UInt128)said << 40, (UInt128)said << 40);
        odd.Count = _ => said;
        Assert.Equal(await venue.Chain.FeesAsync(cancel), await chain.FeesAsync(cancel));
        Assert.Equal(
            await venue.Chain.TransactionCountAsync(venue.Operator.Address, false, cancel),
            await chain.TransactionCountAsync(venue.Operator.Address, false, cancel));
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task A_call_is_answered_by_two_at_the_block_that_was_agreed_on()
    {
        using var venue = await TestVenue.CreateAsync(node);
        var cancel = TestContext.Current.CancellationToken;
        var (chain, odd) = Open(venue);
        var head = await chain.LatestAsync(cancel);
        var asked = new List<ulong?>();
        odd.Call = (data, call) =>
        {
            asked.Add(call.Block);
            return new byte[data.Length];
        };
        await node.MineAsync(3);
        var call = new CallRequest(venue.Operator.Address, venue.Exchange, ExchangeContract.Vault());
        Assert.Equal(await venue.Chain.CallAsync(call, cancel), await chain.CallAsync(call, cancel));
        Assert.Equal([head.Number], asked);
        Assert.Equal(["endpoint odd is left out: call: it contradicts 2 others"], _log.Lines);
    }

    [Fact]
    public async Task A_revert_that_two_see_is_one_and_that_one_sees_is_none()
    {
        using var venue = await TestVenue.CreateAsync(node);
        var cancel = TestContext.Current.CancellationToken;
        var (chain, odd) = Open(venue);
        odd.Call = static (_, _) => throw new RpcErrorException(3, "execution reverted: no");
        var good = new CallRequest(venue.Operator.Address, venue.Exchange, ExchangeContract.Vault());
        Assert.Equal(await venue.Chain.CallAsync(good, cancel), await chain.CallAsync(good, cancel));
        var bad = good with { Data = [1, 2, 3, 4] };
        var refusal = await Assert.ThrowsAsync<RpcErrorException>(() => chain.CallAsync(bad, cancel));
        Assert.True(refusal.IsRevert);
    }

    [Fact]
    public async Task A_whole_settlement_goes_through_one_that_lies_about_everything_in_turn()
    {
        using var venue = await TestVenue.CreateAsync(node);
        await venue.OpenWithdrawalsAsync();
        await venue.FundTradersAsync();
        var (chain, odd) = Open(venue);
        var turn = 0;
        odd.Receipt = receipt => turn++ % 2 == 0 ? null : receipt;
        odd.Count = count => count + 7;
        odd.Fees = static quote => new FeeQuote(quote.BaseFeePerGas << 20, quote.PriorityFeePerGas << 20);
        odd.Call = static (data, _) => [.. data.Select(static one => (byte)~one)];
        using var agent = venue.OpenAgent(chain: chain);
        venue.Trade(3);
        venue.RequestWithdrawal(venue.Alice, 40);
        await agent.SettleAllAsync();
        await Withdrawals.FinishAsync(agent);
        await venue.AssertAgreementAsync();
        Assert.Null(agent.Agent.Status.Problem);
    }

    private (QuorumChain Chain, LyingChain Odd) Open(TestVenue venue)
    {
        var odd = new LyingChain(venue.Chain);
        var set = new NodeSet(
            [new ChainNode("odd", odd), new ChainNode("one", venue.Chain), new ChainNode("two", venue.Chain)],
            2, AnvilNode.ChainId, static () => 0, _log);
        return (new QuorumChain(set), odd);
    }
}
