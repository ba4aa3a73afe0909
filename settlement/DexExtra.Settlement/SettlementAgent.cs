using DexExtra.Journal.Archive;
using DexExtra.Messages;
using DexExtra.Settlement.Book;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Lane;
using DexExtra.Settlement.Oracle;
using DexExtra.Settlement.Outbox;
using DexExtra.Settlement.Owners;
using DexExtra.Settlement.Payments;
using DexExtra.Settlement.Payouts;
using DexExtra.Settlement.Results;
using DexExtra.Settlement.Trades;
using Microsoft.Extensions.Logging;

namespace DexExtra.Settlement;

/// <summary>
/// The whole of settlement as three calls that one loop makes in turn: take in the event log, look at the chain, tell
/// the engine. All lasting state is the event log, the chain and the outbox; ending at any instant loses nothing. Not
/// thread safe, except <see cref="Status"/>.
/// </summary>
internal sealed class SettlementAgent : IDisposable
{
    private const ulong WeiPerGwei = 1_000_000_000;

    private readonly AgentParts _parts;
    private readonly ChainGuard _guard;
    private readonly OutboxStore _outbox;
    private readonly EventFollower _follower;
    private readonly NonceLane _lane;
    private readonly ResultScanner _results;
    private readonly MarketRegistrar _markets;
    private readonly SessionKeyRegistrar _keys;
    private readonly Batcher _batcher;
    private readonly DepositWatcher _deposits;
    private readonly OwnerWatcher _owners;
    private readonly StatusReporter _reporter;
    private readonly Compensator _compensator;
    private readonly PaymentAgent? _payments;
    private readonly PayoutDriver? _payouts;
    private readonly FundPayer _funds;
    private readonly OracleWatcher? _oracle;
    private volatile SettlementStatus _status = new();
    private long _seen;
    private long _settled;
    private bool _isConnected;
    private bool _isLoaded;

    public SettlementAgent(AgentParts parts)
    {
        var (section, chain) = (parts.Section, parts.Chain);
        var options = new BatcherOptions
        {
            Operator = parts.Key.Address,
            Exchange = section.Exchange,
            MaxTrades = section.BatchMaxTrades,
            MaxAgeMs = section.BatchMaxAgeMs,
            MaxInFlight = section.MaxInFlight,
        };
        var laneOptions = new LaneOptions
        {
            ChainId = section.ChainId,
            MaxFeePerGasWei = (UInt128)section.MaxFeePerGasGwei * WeiPerGwei,
            ReplaceAfterMs = section.ReplaceAfterMs,
            ResendMs = section.ResendMs,
        };
        var publisher = new EnginePublisher(parts.Publication);
        var depositOptions = new DepositOptions(section.Vault, section.ChainId, section.DeployBlock, section.ResendMs);
        _parts = parts;
        Book = new SettlementBook(section.SourceId, section.ChainId);
        _guard = new ChainGuard(chain, section, parts.Key.Address, parts.Approver?.Address);
        _outbox = new OutboxStore(parts.Storage, Path.Combine(parts.Venue.DataFolder, "settlement", "outbox"));
        var events = EventHistory.Of(parts.Storage, parts.Venue.EventsFolder, parts.Venue.EventsArchiveFolder);
        _follower = new EventFollower(events, parts.Venue.EventsFolder, Book);
        _lane = new NonceLane(chain, _outbox, parts.Key, laneOptions, parts.Log);
        _results = new ResultScanner(chain, section.Exchange, section.DeployBlock, Book);
        _markets = new MarketRegistrar(chain, _lane, Book, options, parts.Log);
        _keys = new SessionKeyRegistrar(chain, _lane, Book, _results, options, parts.Log);
        _batcher = new Batcher(chain, _lane, Book, _results, options, parts.Log);
        _deposits = new DepositWatcher(chain, Book, publisher, depositOptions);
        var ownerOptions = new OwnerOptions(
            section.Vault, section.Exchange, section.ChainId, section.DeployBlock, section.ResendMs);
        _owners = new OwnerWatcher(chain, Book, publisher, _deposits, ownerOptions);
        _compensator = new Compensator(Book, publisher, section.ResendMs);
        _reporter = new StatusReporter(
            Book, _results, _lane, publisher, _compensator, section.ResendMs, parts.Log);
        var fundOptions = new FundOptions(parts.Key.Address, section.Vault, section.MaxInFlight);
        _funds = new FundPayer(chain, _lane, Book, _results, fundOptions, parts.Log);
        _payments = PaymentAgent.Of(parts, Book, _lane, _results, publisher);
        _payouts = section.Payouts is { } payouts
            ? new PayoutDriver(
                chain, _lane, Book, _results,
                new PayoutOptions(
                    parts.Key.Address, section.Exchange, payouts, section.Oracle, section.MaxInFlight),
                parts.Log)
            : null;
        _oracle = section.Oracle is { } oracle
            ? new OracleWatcher(
                chain, Book, publisher,
                new OracleOptions(parts.Key.Address, oracle, section.DeployBlock, section.ResendMs), parts.Log)
            : null;
    }

    public SettlementBook Book { get; }

    public SettlementStatus Status => _status;

    /// <summary>
    /// The last record taken in, and up to where every match is settled for good. Any thread.
    /// </summary>
    public (long Seen, long Done) Cursor
    {
        get
        {
            var settled = Volatile.Read(ref _settled);
            return (Volatile.Read(ref _seen), settled);
        }
    }

    /// <summary>Takes in what the event log has, at most one step's worth; returns the number of records.</summary>
    public int PollLog(long nowMs)
    {
        var records = _follower.Poll(nowMs);
        Show(_follower.Damage);
        Volatile.Write(ref _seen, Book.Sequence);
        Volatile.Write(ref _settled, Book.SettledThrough);
        var isNews = Book.TakeRefusal(out var refusal) && _isLoaded;
        if (isNews && refusal!.Value.Reason != CommandRejectReason.AlreadyApplied)
        {
            _parts.Log.LogWarning(
                "the engine refused {Command} {Reference}: {Reason}",
                refusal.Value.CommandType,
                refusal.Value.Reference,
                refusal.Value.Reason);
        }

        return records;
    }

    /// <summary>
    /// False while the event log is damaged: the book is not whole, and chain and engine must not be told anything.
    /// </summary>
    public bool IsLogWhole => _follower.Damage is null;

    /// <summary>Looks at the chain once and sends what is due. Call only with the whole event log taken in.</summary>
    /// <exception cref="ChainUnavailableException">The node does not answer; nothing is lost.</exception>
    /// <exception cref="RpcErrorException">The node refuses a question it should answer.</exception>
    public async Task StepChainAsync(long nowMs, CancellationToken cancel)
    {
        await ConnectAsync(nowMs, cancel);
        await _lane.StepAsync(await _guard.PositionAsync(cancel), nowMs, cancel);

        // a fresh position: what the lane has just seen in a block must be inside the scanned range
        var position = await _guard.PositionAsync(cancel);
        await _results.ScanAsync(position, cancel);
        await _deposits.ScanAsync(position, cancel);
        await _owners.ScanAsync(position, cancel);
        await (_oracle?.ScanAsync(position, cancel) ?? Task.CompletedTask);
        await _markets.StepAsync(nowMs, cancel);
        await _keys.StepAsync(nowMs, cancel);
        await _funds.StepAsync(nowMs, cancel);
        await _batcher.StepAsync(IsReady, nowMs, cancel);
        await (_payouts?.StepAsync(nowMs, cancel) ?? Task.CompletedTask);
        await (_payments?.StepAsync(position, nowMs, cancel) ?? Task.CompletedTask);
        Publish(position, await _parts.Chain.BalanceAsync(_parts.Key.Address, cancel), nowMs);
    }

    /// <summary>Sends deposits, settlement states and steps of withdrawals that the engine does not know yet.</summary>
    public void Report(long nowMs)
    {
        _deposits.Send(nowMs);
        _owners.Send(nowMs);
        _reporter.Report(nowMs);
        _compensator.Report(nowMs);
        _oracle?.Report(nowMs);
        _payments?.Report(nowMs);
    }

    /// <summary>The node failed: everything about it is checked again before it is trusted.</summary>
    public void Disconnect()
    {
        _isConnected = false;
        _status = _status with { IsConnected = false };
        SettlementMetrics.Publish(_status);
    }

    public void Dispose()
    {
        _follower.Dispose();
        _outbox.Dispose();
    }

    /// <summary>Each new damage once in the log, and in the health as long as it lasts.</summary>
    private void Show(string? damage)
    {
        if (damage == _status.LogDamage)
        {
            return;
        }

        _status = _status with { LogDamage = damage };
        if (damage is null)
        {
            _parts.Log.LogInformation("the event log is whole again at sequence {Sequence}", Book.Sequence);
        }
        else
        {
            _parts.Log.LogWarning("waiting until the engine has written the event log again: {Damage}", damage);
        }
    }

    /// <summary>Whether the chain has what a match needs: its market, its session keys, money of funds.</summary>
    private bool IsReady(MatchEntry match) => _markets.IsRegistered(match.MarketId)
        && SessionKeyRegistrar.IsReady(match) && !Book.Funds.IsAwaitedBy(match);

    private async Task ConnectAsync(long nowMs, CancellationToken cancel)
    {
        if (_isConnected)
        {
            return;
        }

        await _guard.CheckAsync(cancel);
        if (!_isLoaded)
        {
            await _lane.LoadAsync(nowMs, cancel);
            _isLoaded = true;
        }

        _isConnected = true;
        _parts.Log.LogInformation("connected to chain {ChainId}", _parts.Section.ChainId);
    }

    private void Publish(ChainPosition position, UInt128 balance, long nowMs)
    {
        var oldest = Book.Matches.Find(Book.Matches.First);
        _status = new SettlementStatus
        {
            IsConnected = true,
            Sequence = Book.Sequence,
            UnsettledMatches = Book.Matches.Count,
            OldestUnsettledAgeMs = oldest is null ? 0 : nowMs - oldest.SeenAtMs,
            LastMatchId = Book.Matches.Last,
            LastDepositId = Book.LastDepositId,
            DepositsWaiting = _deposits.Waiting,
            OwnerActionsWaiting = _owners.Waiting,
            WithdrawalsOpen = Book.Withdrawals.Count,
            OutboxEntries = _lane.Entries.Count,
            MarketsRegistered = Book.Markets.Keys.Count(_markets.IsRegistered),
            OperatorBalanceWei = balance,
            LatestBlock = position.Latest,
            FinalizedBlock = position.Finalized,
            Problem = _results.Problem ?? _lane.Problem ?? _markets.Problem ?? _keys.Problem ?? _batcher.Problem
                ?? _compensator.Problem ?? _owners.Problem ?? _funds.Problem ?? _oracle?.Problem ?? _payments?.Problem
                ?? _payouts?.Problem,
        };
        SettlementMetrics.Publish(_status);
    }
}
