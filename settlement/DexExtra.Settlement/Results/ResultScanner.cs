using DexExtra.Hosting;
using DexExtra.Messages;
using DexExtra.Settlement.Book;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Settlement.Contracts;

namespace DexExtra.Settlement.Results;

/// <summary>
/// What the chain says about the matches in the window, read from the exchange's logs and from nothing else, so it does
/// not matter which transaction settled a match. Results in final blocks are kept; those in newer blocks are read
/// afresh
/// at every look, which makes a reorganisation (X7) nothing special: they vanish or move. One loop.
/// </summary>
internal sealed class ResultScanner(IChain chain, Address exchange, ulong deployBlock, SettlementBook book)
{
    private static readonly Hash32[] Topics =
        [ExchangeContract.TradeSettledTopic, ExchangeContract.TradeFailedTopic];

    private readonly Dictionary<ulong, TradeResult> _final = [];
    private readonly Dictionary<ulong, TradeResult> _recent = [];
    private readonly Dictionary<Hash32, ulong> _gasPerMatch = [];
    private ulong _finalThrough;

    /// <summary>Newest match with a result; the window's predecessor when there is none.</summary>
    public ulong LastSettled { get; private set; }

    /// <summary>
    /// That the chain is ahead of the log: null when it is not. Settlement then sends nothing; it passes when the
    /// engine writes an event log again that a power cut shortened, and stays when an older log was put back.
    /// </summary>
    public string? Problem { get; private set; }

    /// <summary>The result of a match in the window, and whether it can still change.</summary>
    public (TradeResult? Result, bool IsFinal) Find(ulong matchId) =>
        _final.TryGetValue(matchId, out var final) ? (final, true) : (_recent.GetValueOrDefault(matchId), false);

    /// <summary>Reads the logs of all blocks that are not known to be final yet.</summary>
    /// <exception cref="FatalException">The chain settled other orders under these match ids.</exception>
    public async Task ScanAsync(ChainPosition position, CancellationToken cancel)
    {
        var from = Math.Max(_finalThrough + 1, Math.Max(book.LastTerminalBlock, deployBlock));
        var recent = new Dictionary<ulong, TradeResult>();
        var last = book.Matches.First - 1;
        for (var start = from; start <= position.Latest; start += SettlementLimits.LogRangeBlocks)
        {
            var end = Math.Min(position.Latest, start + SettlementLimits.LogRangeBlocks - 1);
            foreach (var log in await chain.LogsAsync(new LogFilter(exchange, Topics, start, end), cancel))
            {
                var (matchId, result) = Read(log);
                (result.BlockNumber <= position.Finalized ? _final : recent)[matchId] = result;
            }
        }

        _finalThrough = Math.Max(_finalThrough, position.Finalized);
        Replace(recent);
        ForgetSettled();
        LastSettled = _final.Keys.Concat(_recent.Keys).Append(last).Max();
        Problem = LastSettled > book.Matches.Last
            ? $"the chain has settled up to match {LastSettled}, the log ends with match {book.Matches.Last}:"
                + " an older log was put back (runbook, After a restore)"
            : null;
        CheckHistory();
        await PriceAsync(cancel);
    }

    private void Replace(Dictionary<ulong, TradeResult> recent)
    {
        _recent.Clear();
        foreach (var (matchId, result) in recent)
        {
            _recent.Add(matchId, result);
        }
    }

    /// <summary>The engine knows these for good.</summary>
    private void ForgetSettled()
    {
        foreach (var matchId in _final.Keys.Where(matchId => matchId < book.Matches.First).ToArray())
        {
            _gasPerMatch.Remove(_final[matchId].TransactionHash);
            _final.Remove(matchId);
        }
    }

    private void CheckHistory()
    {
        foreach (var (matchId, result) in _final.Concat(_recent))
        {
            var same = book.Matches.Find(matchId) is not { } match || result.FailureCode != 0
                || (match.Buy?.Hash == result.BuyHash && match.Sell?.Hash == result.SellHash);
            if (!same)
            {
                throw new FatalException(
                    ExitCodes.Configuration,
                    $"the chain settled other orders as match {matchId}: the exchange contract belongs to another log");
            }
        }
    }

    private async Task PriceAsync(CancellationToken cancel)
    {
        foreach (var group in _final.Values.Concat(_recent.Values).GroupBy(static result => result.TransactionHash))
        {
            if (!_gasPerMatch.TryGetValue(group.Key, out var gas)
                && await chain.ReceiptAsync(group.Key, cancel) is { } receipt)
            {
                gas = receipt.GasUsed / (ulong)group.Count();
                _gasPerMatch[group.Key] = gas;
            }

            foreach (var result in group)
            {
                result.GasPerMatch = gas;
            }
        }
    }

    private static (ulong MatchId, TradeResult Result) Read(LogEntry log)
    {
        var matchId = Topic(log, 1);
        var data = new AbiReader(log.Data);
        return log.Topics[0] == ExchangeContract.TradeSettledTopic
            ? (matchId, new TradeResult(0, data.Word(), data.Word(), log.BlockNumber, log.TransactionHash))
            : (matchId, new TradeResult((ushort)data.UInt64(), default, default, log.BlockNumber, log.TransactionHash)
            {
                Side = (FailureSide)data.UInt64(),
            });
    }

    private static ulong Topic(LogEntry log, int index)
    {
        if (log.Topics.Count <= index)
        {
            throw new ChainUnavailableException($"a trade log with {log.Topics.Count} topics");
        }

        var word = new byte[AbiWriter.WordBytes];
        log.Topics[index].CopyTo(word);
        return new AbiReader(word).UInt64();
    }
}
