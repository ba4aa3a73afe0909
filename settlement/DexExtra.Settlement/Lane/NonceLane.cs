using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Settlement.Outbox;
using DexExtra.Signing;
using Microsoft.Extensions.Logging;

namespace DexExtra.Settlement.Lane;

/// <summary>
/// The only user of the operator's nonces (X8). A transaction is written to the outbox before the node sees it; the
/// same
/// bytes are sent again until a receipt tells their fate; the head of the line is replaced with higher fees when it
/// waits too long; an entry leaves when its block is final. Invariant: outbox nonces are unique and the lane never
/// signs two different calls with one nonce. One loop, no parallel calls.
/// </summary>
internal sealed class NonceLane(IChain chain, OutboxStore outbox, PrivateKey key, LaneOptions options, ILogger log)
{
    private readonly List<LaneEntry> _entries = [];
    private readonly GasPolicy _gas = new(options.MaxFeePerGasWei);
    private ulong _nextNonce;

    /// <summary>Entries in order of nonce, final ones excluded.</summary>
    public IReadOnlyList<LaneEntry> Entries => _entries;

    public IEnumerable<LaneEntry> Pending => _entries.Where(static entry => entry.IsPending);

    /// <summary>What an operator must act on; null when the last look found nothing.</summary>
    public string? Problem { get; private set; }

    /// <summary>Takes up what an earlier run left, and finds the next free nonce.</summary>
    public async Task LoadAsync(long nowMs, CancellationToken cancel)
    {
        var entries = outbox.Load();
        var used = await chain.TransactionCountAsync(key.Address, includePending: entries.Count == 0, cancel);
        _entries.Clear();
        _entries.AddRange(entries.Select(entry => new LaneEntry(entry, nowMs)));
        _nextNonce = entries.Count == 0 ? used : Math.Max(used, entries[^1].Nonce + 1);
        log.LogInformation(
            "operator {Address}: {Count} transactions in the outbox, next nonce {Nonce}",
            key.Address,
            entries.Count,
            _nextNonce);
    }

    /// <summary>Looks at every entry once: receipts, finality, sending again, replacing.</summary>
    public async Task StepAsync(ChainPosition position, long nowMs, CancellationToken cancel)
    {
        // read before the receipts: a nonce used by then, whose receipt is missing now, was used by foreign bytes
        var used = await chain.TransactionCountAsync(key.Address, includePending: false, cancel);
        foreach (var entry in _entries.ToArray())
        {
            await LookAsync(entry, used, position, cancel);
        }

        Problem = null;
        var isHead = true;
        foreach (var entry in Pending.ToArray())
        {
            await PushAsync(entry, isHead, nowMs, cancel);
            isHead = false;
        }
    }

    /// <summary>Signs, stores and sends a call with the next nonce. The entry exists even when sending fails.</summary>
    /// <exception cref="ChainUnavailableException">Whether the node has it is unknown; the next step sends
    /// again.</exception>
    public async Task SubmitAsync(LaneCall call, long nowMs, CancellationToken cancel)
    {
        var fees = _gas.Fresh(await chain.FeesAsync(cancel));
        var entry = new OutboxEntry
        {
            Nonce = _nextNonce,
            Kind = call.Kind,
            First = call.First,
            Last = call.Last,
            Attempt = call.Attempt,
            To = call.To,
            GasLimit = call.GasLimit,
            Data = call.Data,
        };
        outbox.Add(entry, Sign(entry, fees));
        _nextNonce++;
        var laneEntry = new LaneEntry(entry, nowMs);
        _entries.Add(laneEntry);
        log.LogInformation(
            "{Kind} {First}..{Last}: nonce {Nonce}, attempt {Attempt}, transaction {Hash}",
            entry.Kind,
            entry.First,
            entry.Last,
            entry.Nonce,
            entry.Attempt,
            entry.Newest.Transaction.Hash);
        await SendAsync(laneEntry, nowMs, cancel);
    }

    private async Task LookAsync(LaneEntry entry, ulong used, ChainPosition position, CancellationToken cancel)
    {
        entry.Receipt = await FindReceiptAsync(entry.Entry, cancel);
        if (entry.Receipt is { } receipt)
        {
            entry.UsedWithoutReceipt = 0;
            if (receipt.BlockNumber <= position.Finalized)
            {
                Forget(entry);
            }

            return;
        }

        entry.UsedWithoutReceipt = used > entry.Entry.Nonce ? entry.UsedWithoutReceipt + 1 : 0;
        if (entry.UsedWithoutReceipt >= SettlementLimits.LooksBeforeForeignNonce)
        {
            // CHN-04: the key is used elsewhere. The call is made again with a new nonce; the contract ignores repeats
            log.LogError("nonce {Nonce} was used by another sender with the operator's key", entry.Entry.Nonce);
            _nextNonce = Math.Max(_nextNonce, used);
            Forget(entry);
        }
    }

    private async Task<TransactionReceipt?> FindReceiptAsync(OutboxEntry entry, CancellationToken cancel)
    {
        foreach (var variant in entry.Variants.Reverse())
        {
            if (await chain.ReceiptAsync(variant.Transaction.Hash, cancel) is { } receipt)
            {
                return receipt;
            }
        }

        return null;
    }

    private void Forget(LaneEntry entry)
    {
        outbox.Remove(entry.Entry);
        _entries.Remove(entry);
    }

    private async Task PushAsync(LaneEntry entry, bool isHead, long nowMs, CancellationToken cancel)
    {
        if (entry.SentAtMs is null || nowMs - entry.SentAtMs >= options.ResendMs)
        {
            await SendAsync(entry, nowMs, cancel);
        }

        if (isHead && (entry.IsUnderpriced || nowMs - entry.WaitingSinceMs >= options.ReplaceAfterMs))
        {
            await ReplaceAsync(entry, nowMs, cancel);
        }
    }

    private async Task SendAsync(LaneEntry entry, long nowMs, CancellationToken cancel)
    {
        entry.SentAtMs = null;
        var result = await chain.SendRawAsync(entry.Entry.Newest.Transaction.Raw, cancel);
        entry.SentAtMs = nowMs;
        entry.IsUnderpriced = result == SendResult.Underpriced;
        if (result is SendResult.InsufficientFunds or SendResult.Refused)
        {
            Problem = $"the node refuses nonce {entry.Entry.Nonce} of {key.Address}: {result}";
            log.LogError("{Problem}", Problem);
        }
    }

    private async Task ReplaceAsync(LaneEntry entry, long nowMs, CancellationToken cancel)
    {
        var newest = entry.Entry.Newest;
        var quote = await chain.FeesAsync(cancel);
        if (_gas.Replacement(quote, newest.MaxFeePerGas, newest.MaxPriorityFeePerGas) is not { } fees)
        {
            Problem = $"nonce {entry.Entry.Nonce} waits and its fees are at the ceiling";
            log.LogError("{Problem}", Problem);
            entry.WaitingSinceMs = nowMs;
            return;
        }

        outbox.Add(entry.Entry, Sign(entry.Entry, fees));
        entry.WaitingSinceMs = nowMs;
        log.LogWarning(
            "nonce {Nonce} replaced with fees {MaxFee}/{Priority} wei, transaction {Hash}",
            entry.Entry.Nonce,
            fees.MaxFee,
            fees.Priority,
            entry.Entry.Newest.Transaction.Hash);
        await SendAsync(entry, nowMs, cancel);
    }

    private OutboxVariant Sign(OutboxEntry entry, (UInt128 MaxFee, UInt128 Priority) fees)
    {
        var transaction = new Eip1559Transaction
        {
            ChainId = options.ChainId,
            Nonce = entry.Nonce,
            MaxPriorityFeePerGas = fees.Priority,
            MaxFeePerGas = fees.MaxFee,
            GasLimit = entry.GasLimit,
            To = entry.To,
            Data = entry.Data,
        };
        return new OutboxVariant(transaction.Sign(key), fees.MaxFee, fees.Priority);
    }
}
