using Microsoft.Extensions.Logging;

namespace DexExtra.Settlement.Chain.Quorum;

/// <summary>
/// The endpoints and who of them counts (CHN-07). One that does not answer, is on another chain or contradicts the
/// others is left out for <see cref="SettlementLimits.NodeOutMs"/> and named in the log once; it comes back with the
/// right chain id only. One loop.
/// </summary>
internal sealed class NodeSet(
    IReadOnlyList<ChainNode> nodes, int quorum, ulong chainId, Func<long> nowMs, ILogger log)
{
    public int Quorum => quorum;

    /// <summary>Asks everyone who counts; those who do not answer are left out.</summary>
    /// <exception cref="ChainUnavailableException">Fewer than the quorum answered.</exception>
    public async Task<List<(ChainNode Node, T Answer)>> AskAllAsync<T>(
        string what, Func<IChain, Task<T>> ask, CancellationToken cancel)
    {
        await ReturnAsync(cancel);
        var answers = new List<(ChainNode, T)>();
        foreach (var node in nodes.Where(static node => node.Reason is null))
        {
            try
            {
                answers.Add((node, await ask(node.Chain)));
            }
            catch (Exception error) when (error is ChainUnavailableException or RpcErrorException)
            {
                Leave(node, error.Message);
            }
        }

        return answers.Count >= quorum
            ? answers
            : throw new ChainUnavailableException($"{what}: {answers.Count} of {quorum} endpoints answer");
    }

    /// <summary>The answer that a quorum gives; those who say otherwise are left out.</summary>
    /// <exception cref="ChainUnavailableException">No answer has a quorum.</exception>
    public List<(ChainNode Node, T Answer)> Agree<T, TKey>(
        string what, List<(ChainNode Node, T Answer)> answers, Func<T, TKey> key)
        where TKey : notnull
    {
        var best = answers.GroupBy(pair => key(pair.Answer)).OrderByDescending(static group => group.Count()).First();
        if (best.Count() < quorum)
        {
            throw new ChainUnavailableException($"{what}: the endpoints contradict each other");
        }

        foreach (var (node, answer) in answers.Where(pair => !key(pair.Answer).Equals(best.Key)))
        {
            Leave(node, $"{what}: it contradicts {best.Count()} others");
        }

        return [.. best];
    }

    public void Leave(ChainNode node, string reason)
    {
        if (node.Reason is null)
        {
            log.LogWarning("endpoint {Node} is left out: {Reason}", node.Name, reason);
        }

        node.Reason = reason;
        node.OutUntilMs = nowMs() + SettlementLimits.NodeOutMs;
    }

    /// <summary>Lets back whose time is over, or all if too few count, when they are on this chain.</summary>
    private async Task ReturnAsync(CancellationToken cancel)
    {
        var isShort = nodes.Count(static node => node.Reason is null) < quorum;
        foreach (var node in nodes.Where(node => node.Reason is not null && (isShort || nowMs() >= node.OutUntilMs)))
        {
            try
            {
                var actual = await node.Chain.ChainIdAsync(cancel);
                if (actual != chainId)
                {
                    Leave(node, $"it is on chain {actual}, not on chain {chainId}");
                    continue;
                }

                node.Reason = null;
                log.LogInformation("endpoint {Node} counts", node.Name);
            }
            catch (Exception error) when (error is ChainUnavailableException or RpcErrorException)
            {
                Leave(node, error.Message);
            }
        }
    }
}
