using DexExtra.Messages;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Settlement.Chain.Quorum;
using DexExtra.Settlement.Contracts;
using DexExtra.Settlement.Tests.Support;

namespace DexExtra.Settlement.Tests;

/// <summary>
/// CHN-07, S369 on a real chain: of three endpoints one is dead, lies or stands elsewhere. It is named once and left
/// out; what two say counts, and without two nothing is believed.
/// </summary>
[Trait("row", "CHN-07")]
public sealed class QuorumTests(AnvilNode node) : IClassFixture<AnvilNode>
{
    private readonly ListLogger _log = new();
    private long _nowMs;

    [Fact]
    public async Task A_dead_endpoint_is_named_once_left_out_and_comes_back()
    {
        using var venue = await TestVenue.CreateAsync(node);
        await venue.FundTradersAsync();
        var (chain, odd) = Open(venue);
        odd.IsDead = true;
        using var agent = venue.OpenAgent(chain: chain);
        venue.Trade(5);
        await agent.SettleAllAsync();
        await venue.AssertAgreementAsync();
        Assert.Equal(["endpoint odd is left out: nobody is there"], _log.Lines);
        Assert.Equal(1, odd.Asked);

        odd.IsDead = false;
        _nowMs += SettlementLimits.NodeOutMs;
        await agent.StepAsync();
        Assert.Equal("endpoint odd counts", _log.Lines[^1]);
        Assert.InRange(odd.Asked, 4, int.MaxValue);
    }

    [Fact]
    public async Task A_deposit_that_one_endpoint_invents_is_not_credited()
    {
        using var venue = await TestVenue.CreateAsync(node);
        await venue.FundTradersAsync();
        var (chain, odd) = Open(venue);
        odd.Logs = (logs, filter) => filter.FirstTopics[0] == VaultContract.DepositedTopic
            ? [.. logs, Invented(venue, filter.ToBlock)]
            : logs;
        using var agent = venue.OpenAgent(chain: chain);
        for (var step = 0; step < 4; step++)
        {
            await agent.StepAsync();
            await node.MineAsync(1);
        }

        Assert.Equal(2UL, agent.Book.LastDepositId);
        Assert.Equal(["endpoint odd is left out: logs: it contradicts 2 others"], _log.Lines);
    }

    [Fact]
    public async Task A_block_that_one_endpoint_calls_final_is_not()
    {
        using var venue = await TestVenue.CreateAsync(node);
        await venue.FundTradersAsync();
        var (chain, odd) = Open(venue);
        odd.Finalized = static head => head;
        using var agent = venue.OpenAgent(chain: chain);
        await venue.DepositAsync(venue.Alice, 5);
        await agent.StepAsync();
        await agent.StepAsync();
        Assert.Equal(2UL, agent.Book.LastDepositId);
        await node.MineAsync(2);
        await agent.StepAsync();
        Assert.Equal(3UL, agent.Book.LastDepositId);
    }

    [Fact]
    public async Task An_endpoint_with_another_block_under_the_same_number_is_left_out()
    {
        using var venue = await TestVenue.CreateAsync(node);
        var (chain, odd) = Open(venue);
        odd.Latest = static head => head with { Hash = default };
        var head = await chain.LatestAsync(TestContext.Current.CancellationToken);
        Assert.NotEqual(default, head.Hash);
        Assert.Equal([$"endpoint odd is left out: newest block {head.Number}: it contradicts 2 others"], _log.Lines);
    }

    [Fact]
    public async Task One_that_runs_ahead_or_behind_is_no_liar()
    {
        using var venue = await TestVenue.CreateAsync(node);
        var (chain, odd) = Open(venue);
        var cancel = TestContext.Current.CancellationToken;
        var head = await venue.Chain.LatestAsync(cancel);
        odd.Latest = static real => real with { Number = real.Number - 1, Hash = default };
        Assert.Equal(head.Hash, (await chain.LatestAsync(cancel)).Hash);
        odd.Latest = static real => real with { Number = real.Number + 9, Hash = default };
        Assert.Equal(head.Hash, (await chain.LatestAsync(cancel)).Hash);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task One_on_another_chain_does_not_count_until_it_is_on_this_one()
    {
        using var venue = await TestVenue.CreateAsync(node);
        var (chain, odd) = Open(venue);
        var cancel = TestContext.Current.CancellationToken;
        odd.ChainId = static _ => 1;
        Assert.Equal(AnvilNode.ChainId, await chain.ChainIdAsync(cancel));
        Assert.Equal(["endpoint odd is left out: chain id: it contradicts 2 others"], _log.Lines);
        _nowMs += SettlementLimits.NodeOutMs;
        await chain.LatestAsync(cancel);
        Assert.Single(_log.Lines);
        odd.ChainId = static id => id;
        _nowMs += SettlementLimits.NodeOutMs;
        await chain.LatestAsync(cancel);
        Assert.Equal("endpoint odd counts", _log.Lines[^1]);
    }

    [Fact]
    public async Task Without_a_quorum_nothing_is_believed_and_it_comes_back_at_once()
    {
        using var venue = await TestVenue.CreateAsync(node);
        var (good, bad) = (new LyingChain(venue.Chain), new LyingChain(venue.Chain) { IsDead = true });
        var chain = new QuorumChain(new NodeSet(
            [new ChainNode("good", good), new ChainNode("bad", bad)], 2, AnvilNode.ChainId, () => _nowMs, _log));
        var cancel = TestContext.Current.CancellationToken;
        await Assert.ThrowsAsync<ChainUnavailableException>(() => chain.LatestAsync(cancel));
        await Assert.ThrowsAsync<ChainUnavailableException>(
            () => chain.CallAsync(new CallRequest(venue.Vault, venue.Vault, ExchangeContract.Vault()), cancel));
        bad.IsDead = false;
        Assert.Equal((await venue.Chain.LatestAsync(cancel)).Hash, (await chain.LatestAsync(cancel)).Hash);
    }

    private static LogEntry Invented(TestVenue venue, ulong block) => new(
        venue.Vault,
        [
            VaultContract.DepositedTopic, Word(AbiWriter.Arguments().Unsigned(3)),
            Word(AbiWriter.Arguments().Address(venue.Bob.Address)), Word(AbiWriter.Arguments().Unsigned(0)),
        ],
        AbiWriter.Arguments().Address(venue.Usdc).Unsigned(5_000_000).Unsigned(500_000_000).ToArray(),
        block, default, 0);

    private static Hash32 Word(AbiWriter writer) => new(writer.ToArray());

    private (QuorumChain Chain, LyingChain Odd) Open(TestVenue venue)
    {
        var odd = new LyingChain(venue.Chain);
        var set = new NodeSet(
            [new ChainNode("odd", odd), new ChainNode("one", venue.Chain), new ChainNode("two", venue.Chain)],
            2, AnvilNode.ChainId, () => _nowMs, _log);
        return (new QuorumChain(set), odd);
    }
}
