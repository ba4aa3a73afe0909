using DexExtra.Messages;

namespace DexExtra.Settlement.Chain.Quorum;

/// <summary>
/// The chain behind several endpoints (CHN-07, S369). The newest block, the newest final one and every log need a
/// quorum that says the same; other questions go to one endpoint that agreed on the newest block; transactions go to
/// all. No endpoint by itself can invent a deposit or a result, or make a block final. One loop.
/// </summary>
internal sealed class QuorumChain(NodeSet nodes) : IChain
{
    private List<ChainNode> _current = [];

    /// <exception cref="ChainUnavailableException">No quorum is on one chain.</exception>
    public async Task<ulong> ChainIdAsync(CancellationToken cancel)
    {
        var answers = await nodes.AskAllAsync("chain id", chain => chain.ChainIdAsync(cancel), cancel);
        return nodes.Agree("chain id", answers, static id => id)[0].Answer;
    }

    public async Task<BlockHead> LatestAsync(CancellationToken cancel)
    {
        var heads = await nodes.AskAllAsync("newest block", chain => chain.LatestAsync(cancel), cancel);
        var agreed = await AgreeAsync("newest block", heads, cancel);
        _current = [.. agreed.Select(static pair => pair.Node)];
        return agreed[0].Answer;
    }

    public async Task<BlockHead?> FinalizedAsync(CancellationToken cancel)
    {
        var heads = await nodes.AskAllAsync("final block", chain => chain.FinalizedAsync(cancel), cancel);
        var known = heads.Where(static pair => pair.Answer is not null)
            .Select(static pair => (pair.Node, pair.Answer!)).ToList();
        return known.Count == 0 ? null : (await AgreeAsync("final block", known, cancel))[0].Answer;
    }

    public async Task<IReadOnlyList<LogEntry>> LogsAsync(LogFilter filter, CancellationToken cancel)
    {
        var answers = new List<(ChainNode, IReadOnlyList<LogEntry>)>();
        foreach (var node in await CurrentAsync(cancel))
        {
            try
            {
                answers.Add((node, await node.Chain.LogsAsync(filter, cancel)));
            }
            catch (ChainUnavailableException error)
            {
                nodes.Leave(node, error.Message);
            }
        }

        if (answers.Count < nodes.Quorum)
        {
            throw new ChainUnavailableException($"logs: {answers.Count} of {nodes.Quorum} endpoints answer");
        }

        return nodes.Agree("logs", answers, Fingerprint)[0].Answer;
    }

    public Task<BlockHead?> BlockAsync(ulong number, CancellationToken cancel) =>
        OfOneAsync(chain => chain.BlockAsync(number, cancel), cancel);

    public Task<ulong> BlockSecondsAsync(ulong number, CancellationToken cancel) =>
        OfOneAsync(chain => chain.BlockSecondsAsync(number, cancel), cancel);

    /// <summary>To everyone who agrees on the newest block; the best answer counts.</summary>
    public async Task<SendResult> SendRawAsync(byte[] raw, CancellationToken cancel)
    {
        var answers = new List<SendResult>();
        foreach (var node in await CurrentAsync(cancel))
        {
            try
            {
                answers.Add(await node.Chain.SendRawAsync(raw, cancel));
            }
            catch (ChainUnavailableException error)
            {
                nodes.Leave(node, error.Message);
            }
        }

        return answers.Count == 0 ? throw new ChainUnavailableException("no endpoint took the transaction")
            : answers.Contains(SendResult.Accepted) ? SendResult.Accepted
            : answers.Contains(SendResult.AlreadyKnown) ? SendResult.AlreadyKnown
            : answers[0];
    }

    public Task<TransactionReceipt?> ReceiptAsync(Hash32 transactionHash, CancellationToken cancel) =>
        OfOneAsync(chain => chain.ReceiptAsync(transactionHash, cancel), cancel);

    public Task<ulong> TransactionCountAsync(Address account, bool includePending, CancellationToken cancel) =>
        OfOneAsync(chain => chain.TransactionCountAsync(account, includePending, cancel), cancel);

    public Task<FeeQuote> FeesAsync(CancellationToken cancel) =>
        OfOneAsync(chain => chain.FeesAsync(cancel), cancel);

    public Task<byte[]> CallAsync(CallRequest call, CancellationToken cancel) =>
        OfOneAsync(chain => chain.CallAsync(call, cancel), cancel);

    public Task<ulong> EstimateGasAsync(CallRequest call, CancellationToken cancel) =>
        OfOneAsync(chain => chain.EstimateGasAsync(call, cancel), cancel);

    public Task<UInt128> BalanceAsync(Address account, CancellationToken cancel) =>
        OfOneAsync(chain => chain.BalanceAsync(account, cancel), cancel);

    public Task<bool> HasCodeAsync(Address account, CancellationToken cancel) =>
        OfOneAsync(chain => chain.HasCodeAsync(account, cancel), cancel);

    /// <summary>The highest block that a quorum has reached, if a quorum has the same one there.</summary>
    private async Task<List<(ChainNode Node, BlockHead Answer)>> AgreeAsync(
        string what, List<(ChainNode Node, BlockHead Answer)> heads, CancellationToken cancel)
    {
        if (heads.Count < nodes.Quorum)
        {
            throw new ChainUnavailableException($"{what}: {heads.Count} of {nodes.Quorum} endpoints know it");
        }

        var number = heads.Select(static pair => pair.Answer.Number).OrderDescending().ElementAt(nodes.Quorum - 1);
        var there = new List<(ChainNode, BlockHead)>();
        foreach (var (node, head) in heads.Where(pair => pair.Answer.Number >= number))
        {
            try
            {
                var block = head.Number == number ? head : await node.Chain.BlockAsync(number, cancel);
                there.Add((node, block ?? throw new ChainUnavailableException($"it has no block {number}")));
            }
            catch (ChainUnavailableException error)
            {
                nodes.Leave(node, error.Message);
            }
        }

        return there.Count >= nodes.Quorum
            ? nodes.Agree($"{what} {number}", there, static head => head.Hash)
            : throw new ChainUnavailableException($"{what}: {there.Count} of {nodes.Quorum} endpoints have {number}");
    }

    private async Task<List<ChainNode>> CurrentAsync(CancellationToken cancel)
    {
        _current.RemoveAll(static node => node.Reason is not null);
        if (_current.Count < nodes.Quorum)
        {
            await LatestAsync(cancel);
        }

        return [.. _current];
    }

    private async Task<T> OfOneAsync<T>(Func<IChain, Task<T>> ask, CancellationToken cancel)
    {
        foreach (var node in await CurrentAsync(cancel))
        {
            try
            {
                return await ask(node.Chain);
            }
            catch (ChainUnavailableException error)
            {
                nodes.Leave(node, error.Message);
            }
        }

        throw new ChainUnavailableException("no endpoint answers");
    }

    private static string Fingerprint(IReadOnlyList<LogEntry> logs) => string.Join(
        '\n',
        logs.Select(static log => $"{log.Contract} {log.BlockNumber} {log.TransactionHash} {log.LogIndex} "
            + $"{string.Join(' ', log.Topics)} {Hex.Format(log.Data)}"));
}
