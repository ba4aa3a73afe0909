using DexExtra.Messages;
using DexExtra.Settlement.Book;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Contracts;
using DexExtra.Settlement.Trades;
using Microsoft.Extensions.Logging;

namespace DexExtra.Settlement.Oracle;

/// <summary>
/// Carries final answers of the oracle into the engine (M5, M6), of each market in their order: proposal, dispute, true
/// or false. A true answer waits until every trade of its market is settled or taken back, so that both sides pay the
/// same positions (X4, M10). It keeps nothing: what the log knows is done, the rest is read again. One loop.
/// </summary>
internal sealed class OracleWatcher(
    IChain chain, SettlementBook book, EnginePublisher publisher, OracleOptions options, ILogger log)
{
    private readonly List<OracleUpdate> _waiting = [];
    private readonly Dictionary<(uint, OracleUpdateKind, Hash32), long> _sentAtMs = [];
    private readonly Dictionary<uint, bool> _isNumeric = [];
    private ulong _scannedThrough;

    /// <summary>Why an answer of the chain does not reach the engine; null otherwise.</summary>
    public string? Problem { get; private set; }

    /// <summary>Reads the oracle's logs up to the newest final block.</summary>
    public async Task ScanAsync(ChainPosition position, CancellationToken cancel)
    {
        var from = Math.Max(_scannedThrough + 1, options.DeployBlock);
        while (from <= position.Finalized)
        {
            var end = Math.Min(position.Finalized, from + SettlementLimits.LogRangeBlocks - 1);
            var filter = new LogFilter(options.Oracle, OracleContract.Topics, from, end);
            foreach (var entry in await chain.LogsAsync(filter, cancel))
            {
                var update = OracleContract.Read(entry);
                if (!await IsNumericAsync(update.MarketId, cancel))
                {
                    _waiting.Add(update);
                }
            }

            _scannedThrough = end;
            from = end + 1;
        }
    }

    /// <summary>Sends the next answer of each market that the engine does not know yet.</summary>
    public void Report(long nowMs)
    {
        _waiting.RemoveAll(update => book.Oracle.IsDone(in update));
        var before = Problem;
        Problem = ProblemOfNumbers();
        var seen = new HashSet<uint>();
        foreach (var update in _waiting.Where(update => seen.Add(update.MarketId)))
        {
            Problem ??= ProblemOf(in update);
            var key = (update.MarketId, update.Kind, update.AssertionId);
            var isFresh = _sentAtMs.TryGetValue(key, out var sent) && nowMs - sent < options.ResendMs;
            if (isFresh || !IsDue(in update) || !book.Markets.ContainsKey(update.MarketId))
            {
                continue;
            }

            if (!publisher.TrySend(CommandType.OracleUpdate, in update))
            {
                return;
            }

            _sentAtMs[key] = nowMs;
        }

        if (Problem is not null && Problem != before)
        {
            log.LogError("{Problem}", Problem);
        }
    }

    private bool IsDue(in OracleUpdate update) =>
        update.Kind != OracleUpdateKind.Confirmed || !book.IsUnsettled(update.MarketId);

    private string? ProblemOf(in OracleUpdate update) =>
        book.Oracle.RefusalOf(update.MarketId) is { } reason and not CommandRejectReason.TooEarly
            ? $"the engine refuses {update.Kind} of market {update.MarketId}: {Codes.Of(reason)} (runbook, Oracle)"
            : null;

    /// <summary>
    /// A number of Optimistic Oracle V2 is known only when it is final, so the engine could not show what is disputed,
    /// nor stop the clock of its fallback: such questions must not be registered.
    /// </summary>
    private string? ProblemOfNumbers() => _isNumeric.Where(static pair => pair.Value).Select(static pair =>
        $"the question of market {pair.Key} is numeric, which is not followed (runbook, Oracle)").FirstOrDefault();

    private async Task<bool> IsNumericAsync(uint marketId, CancellationToken cancel)
    {
        if (!_isNumeric.TryGetValue(marketId, out var isNumeric))
        {
            var call = new CallRequest(options.Operator, options.Oracle, OracleContract.QuestionOf(marketId));
            isNumeric = OracleContract.ReadIsNumeric(await chain.CallAsync(call, cancel));
            _isNumeric[marketId] = isNumeric;
        }

        return isNumeric;
    }
}
