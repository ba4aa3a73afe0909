using DexExtra.Messages;

namespace DexExtra.Settlement.Chain.Quorum;

/// <summary>
/// The chain behind several endpoints (CHN-07, S369). What is so or not so needs a quorum that says the same: the
/// newest block, the newest final one, logs, receipts, and calls, which are made at the newest block agreed on. Of
/// numbers that differ by rights, fees and counts, the highest that a quorum reaches counts. Transactions go to all. No
/// endpoint by itself can invent anything, or hide it. One loop.
/// </summary>
internal sealed class QuorumChain(NodeSet nodes) : IChain
{
    private List<ChainNode> _current = [];
    private BlockHead? _head;

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
        _head = agreed[0].Answer;
        return _head;
    }

    public async Task<BlockHead?> FinalizedAsync(CancellationToken cancel)
    {
        var heads = await nodes.AskAllAsync("final block", chain => chain.FinalizedAsync(cancel), cancel);
        var known = heads.Where(static pair => pair.Answer is not null)
            .Select(static pair => (pair.Node, pair.Answer!)).ToList();
        return known.Count == 0 ? null : (await AgreeAsync("final block", known, cancel))[0].Answer;
    }

    public async Task<IReadOnlyList<LogEntry>> LogsAsync(LogFilter filter, CancellationToken cancel) =>
        await SameAsync("logs", chain => chain.LogsAsync(filter, cancel), Fingerprint, cancel);

    public Task<BlockHead?> BlockAsync(ulong number, CancellationToken cancel) => SeenAsync(
        $"block {number}", chain => chain.BlockAsync(number, cancel), static head => head.Hash, cancel);

    public Task<ulong> BlockSecondsAsync(ulong number, CancellationToken cancel) => SameAsync(
        $"time of block {number}", chain => chain.BlockSecondsAsync(number, cancel), static time => time, cancel);

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

    /// <summary>Null until a quorum has seen it in a block: one that lags or loses it does not contradict.</summary>
    public Task<TransactionReceipt?> ReceiptAsync(Hash32 transactionHash, CancellationToken cancel) => SeenAsync(
        "receipt", chain => chain.ReceiptAsync(transactionHash, cancel), static receipt => receipt, cancel);

    public Task<ulong> TransactionCountAsync(Address account, bool includePending, CancellationToken cancel) =>
        ReachedAsync(
            "transaction count", chain => chain.TransactionCountAsync(account, includePending, cancel),
            static count => count, cancel);

    public async Task<FeeQuote> FeesAsync(CancellationToken cancel)
    {
        var quotes = await AskCurrentAsync("fees", chain => chain.FeesAsync(cancel), cancel);
        return new FeeQuote(
            Reached(quotes, static quote => quote.BaseFeePerGas),
            Reached(quotes, static quote => quote.PriorityFeePerGas));
    }

    public async Task<byte[]> CallAsync(CallRequest call, CancellationToken cancel)
    {
        // whoever counts has the block that was agreed on, so that all look at the same state
        var nodesNow = await CurrentAsync(cancel);
        var pinned = call with { Block = call.Block ?? _head!.Number };
        var answers = await AskAsync("call", nodesNow, chain => OutcomeAsync(chain, pinned, cancel));
        var agreed = nodes.Agree("call", answers, static outcome => outcome.Key)[0].Answer;
        return agreed.Refusal is { } refusal ? throw refusal : agreed.Data;
    }

    public Task<ulong> EstimateGasAsync(CallRequest call, CancellationToken cancel) =>
        ReachedAsync("gas", chain => chain.EstimateGasAsync(call, cancel), static gas => gas, cancel);

    public Task<UInt128> BalanceAsync(Address account, CancellationToken cancel) =>
        ReachedAsync("balance", chain => chain.BalanceAsync(account, cancel), static wei => wei, cancel);

    public Task<bool> HasCodeAsync(Address account, CancellationToken cancel) =>
        SameAsync("code", chain => chain.HasCodeAsync(account, cancel), static hasCode => hasCode, cancel);

    /// <summary>A revert is an answer like any other; its words are the node's own.</summary>
    private static async Task<CallOutcome> OutcomeAsync(IChain chain, CallRequest call, CancellationToken cancel)
    {
        try
        {
            return new CallOutcome(await chain.CallAsync(call, cancel), null);
        }
        catch (RpcErrorException refusal) when (refusal.IsRevert)
        {
            return new CallOutcome([], refusal);
        }
    }

    private async Task<T> SameAsync<T, TKey>(
        string what, Func<IChain, Task<T>> ask, Func<T, TKey> key, CancellationToken cancel)
        where TKey : notnull =>
        nodes.Agree(what, await AskCurrentAsync(what, ask, cancel), key)[0].Answer;

    /// <summary>What a quorum has seen and says the same of; null while fewer have seen it.</summary>
    private async Task<T?> SeenAsync<T, TKey>(
        string what, Func<IChain, Task<T?>> ask, Func<T, TKey> key, CancellationToken cancel)
        where T : class
        where TKey : notnull
    {
        var answers = await AskCurrentAsync(what, ask, cancel);
        var seen = answers.Where(static pair => pair.Answer is not null)
            .Select(static pair => (pair.Node, pair.Answer!)).ToList();
        return seen.Count < nodes.Quorum ? null : nodes.Agree(what, seen, key)[0].Answer;
    }

    private async Task<T> ReachedAsync<T>(
        string what, Func<IChain, Task<T>> ask, Func<T, T> value, CancellationToken cancel) =>
        Reached(await AskCurrentAsync(what, ask, cancel), value);

    /// <summary>The highest value that a quorum reaches: one endpoint alone neither raises nor lowers it.</summary>
    private TValue Reached<T, TValue>(List<(ChainNode Node, T Answer)> answers, Func<T, TValue> value) =>
        answers.Select(pair => value(pair.Answer)).OrderDescending().ElementAt(nodes.Quorum - 1);

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

    private async Task<List<(ChainNode Node, T Answer)>> AskCurrentAsync<T>(
        string what, Func<IChain, Task<T>> ask, CancellationToken cancel) =>
        await AskAsync(what, await CurrentAsync(cancel), ask);

    /// <exception cref="ChainUnavailableException">Fewer than a quorum answer.</exception>
    private async Task<List<(ChainNode Node, T Answer)>> AskAsync<T>(
        string what, List<ChainNode> from, Func<IChain, Task<T>> ask)
    {
        var answers = new List<(ChainNode, T)>();
        foreach (var node in from)
        {
            try
            {
                answers.Add((node, await ask(node.Chain)));
            }
            catch (Exception error) when (error is ChainUnavailableException or RpcErrorException)
            {
                nodes.Leave(node, error.Message);
            }
        }

        return answers.Count >= nodes.Quorum
            ? answers
            : throw new ChainUnavailableException($"{what}: {answers.Count} of {nodes.Quorum} endpoints answer");
    }

    private static string Fingerprint(IReadOnlyList<LogEntry> logs) => string.Join(
        '\n',
        logs.Select(static log => $"{log.Contract} {log.BlockNumber} {log.TransactionHash} {log.LogIndex} "
            + $"{string.Join(' ', log.Topics)} {Hex.Format(log.Data)}"));
}
