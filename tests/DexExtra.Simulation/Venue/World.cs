using DexExtra.Engine.Host;
using DexExtra.Hosting;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;
using DexExtra.Messages;
using DexExtra.Simulation.Checks;
using DexExtra.Simulation.Kernel;
using DexExtra.Simulation.Models;
using DexExtra.Simulation.Storage;
using DexExtra.Simulation.Wires;

namespace DexExtra.Simulation.Venue;

/// <summary>
/// The whole venue and everything around it, in one thread. Knows which processes live; each turn of one is guarded, so
/// that what ends the process ends only that. One run, then disposed.
/// </summary>
internal sealed partial class World : IDisposable
{
    public const int Traders = 3;

    /// <summary>Within so many turns everything is done once the faults stop.</summary>
    private const int TurnsMax = 400;
    private const long DepositAmount = 1_000_000L * FixedPoint.One;
    private const int MsNs = 1_000_000;

    private readonly FaultPlan _plan;
    private readonly Workbench _bench;
    private readonly SimDice _dice = new(0);
    private readonly SimClock _clock = new();
    private readonly SimDisk _disk;
    private readonly SimStreams _streams;
    private readonly SimNetwork _network;
    private readonly SimDatabase _database;
    private readonly SimChain _chain;
    private readonly SimClient[] _clients;
    private readonly Truth _truth;
    private readonly LogCheck _log;
    private readonly CheckpointNode _checkpoint;
    private EngineNode? _engine;
    private GatewayNode? _gateway;
    private PersisterNode? _persister;
    private SettlementNode? _settlement;

    /// <summary>The event log may be torn or rotten until the engine has opened it: followers end themselves.</summary>
    private bool _areEventsDamaged;

    public World(FaultPlan plan, int seed, Workbench bench, bool movesCursorApart = false)
    {
        _plan = plan;
        _bench = bench;
        _dice.Reseed((ulong)seed);
        _disk = new SimDisk(_dice, Reached);
        _streams = new SimStreams(plan.StreamBytes, Reached);
        _network = new SimNetwork(_dice, _clock, Reached);
        _database = new SimDatabase(_dice, Reached) { MovesCursorApart = movesCursorApart };
        var salt = (ulong)seed;
        _chain = new SimChain(_dice, Reached)
        {
            IsRefused = matchId => new SimDice(salt ^ (matchId << 20)).Percent(plan.TradeFailurePercent),
            BeforeSend = DemandOutbox,
        };
        _clients = [.. Enumerable.Range(0, Traders + 1).Select(
            number => new SimClient(number, _dice, _clock, _network))];
        _truth = new Truth(_disk, _chain, Trace, Reached);
        _log = new LogCheck(_disk, _streams);
        _checkpoint = new CheckpointNode(_disk, Reached);
    }

    public TraceHash Trace { get; } = new();

    public Reached Reached { get; } = new();

    /// <summary>Why the engine does not start; null while it does. The run is over then.</summary>
    public string? Refusal { get; private set; }

    public long Sequence => _truth.Sequence;

    public ulong Matches => _truth.MatchesMade;

    /// <summary>Turns of everything that healing took.</summary>
    public int HealingTurns { get; private set; }

    /// <summary>Gets a line for each thing that happens; null: nobody wants to know.</summary>
    public Action<string>? Tell { get; init; }

    /// <summary>Starts everything, lists the market, and funds the traders, without faults.</summary>
    public void Prepare()
    {
        RestartAll();
        _clients[0].ListAsset();
        Settle(() => _clients[0].Outstanding == 0, "preparation");
        _clients[0].CreateMarket();
        for (var trader = 1; trader <= Traders; trader++)
        {
            _chain.Deposit(_clients[trader].Account, DepositAmount);
        }

        Settle(() => _truth is { DepositsCredited: >= Traders, Markets: 1 }, "preparation");
        _network.DropPercent = _plan.DropPercent;
        _network.DuplicatePercent = _plan.DuplicatePercent;
        _network.DelayMs = _plan.DelayMs;
    }

    /// <summary>All faults off, everything back: within a bounded number of turns nothing is left to do.</summary>
    public void Heal()
    {
        _disk.Fault = null;
        _clock.RatePercent = 100;
        _database.IsDown = false;
        _database.LostAnswerPercent = 0;
        _chain.TroublePercent = 0;
        (_network.DropPercent, _network.DuplicatePercent, _network.DelayMs) = (0, 0, 1);
        (_network.GatewayCutUntilNs, _network.ClientsCutUntilNs) = (0, 0);
        Settle(IsQuiet, "liveness");
        if (_plan.HasSnapshots)
        {
            Checkpoint(() => _checkpoint.MakeSnapshot(_truth.Sequence));
        }

        if (_plan.HasArchive)
        {
            Checkpoint(Archive);
        }
    }

    /// <summary>The power goes once more, and nothing that left may be gone; then every check of the whole.</summary>
    public void Finish(bool withReference)
    {
        _engine!.Audit();
        var hash = _engine.StateHash();
        LosePower();
        StartEngine();
        if (Refusal is not null)
        {
            return;
        }

        BrokenPromiseException.Demand(_engine is not null, "P12", "no engine after the last restart");
        BrokenPromiseException.Demand(_engine!.StateHash() == hash, "P3", "another state after the restart");
        FinalChecks.Replay(_log, _truth, withReference);
        FinalChecks.Rows(_database, _truth);
        if (_disk.Folder(SimFolders.Journal).Names.Keys.Count(static name => !name.Contains(".takeover")) > 1)
        {
            Reached.Add("command log rotated");
        }

        Trace.Add(hash);
        Trace.Add(_chain.Head.Number);
        Trace.Add(_database.Cursor);
    }

    public void Dispose()
    {
        KillAll();
        _truth.Forget();
    }

    private bool IsQuiet() => _engine is { IsIdle: true }
        && _clients.All(static client => client.Outstanding == 0)
        && _streams.Current.All(static stream => stream.UsedBytes == 0)
        && _database.IsIdle && _database.Cursor == _truth.Sequence && _truth.Sequence == _engine.Published
        && _truth.IsSettled && _settlement is { Unsettled: 0 }
        && _truth.DepositsCredited == _chain.DepositsWanted;

    /// <summary>Turns everything in turn until it is reached; the promise is that it is.</summary>
    private void Settle(Func<bool> isReached, string promise)
    {
        for (var round = 0; !isReached() && Refusal is null; round++)
        {
            BrokenPromiseException.Demand(round < TurnsMax, promise, Describe());
            HealingTurns = round + 1;
            Round();
        }
    }

    private string Describe() =>
        $"sequence {_truth.Sequence}, outstanding {_clients.Sum(static client => client.Outstanding)}, "
        + $"in streams {_streams.Current.Sum(static stream => stream.UsedBytes)} bytes, "
        + $"cursor {_database.Cursor}, matches {_truth.MatchesMade}, settled {_truth.IsSettled}, "
        + $"deposits {_truth.DepositsCredited} of {_chain.DepositsWanted}, "
        + $"engine {_engine is not null}, settlement {_settlement is not null}, persister {_persister is not null}";

    private void Round()
    {
        const long RoundNs = 20L * MsNs;
        RestartAll();
        Deliver();
        foreach (var client in _clients)
        {
            client.Repeat();
        }

        Gateway();
        foreach (var stage in Enum.GetValues<PipelineStage>())
        {
            Engine(stage);
        }

        Persist();
        _database.Step();
        Settlement(looksAtChain: true);
        _chain.Mine(takesAll: true);
        _clock.Advance(RoundNs);
    }

    private void RestartAll()
    {
        StartEngine();
        StartGateway();
        StartPersister();
        StartSettlement();
    }

    private void StartEngine()
    {
        if (_engine is not null || Refusal is not null)
        {
            return;
        }

        Guard("engine", KillEngine, () =>
        {
            try
            {
                _engine = EngineNode.Start(_disk, _streams, _clock, _dice, _bench);
            }
            catch (Exception refused) when (refused is RecoveryRefusedException
                or FatalException { ExitCode: ExitCodes.Storage })
            {
                Refuse(refused.Message);
                return;
            }

            _areEventsDamaged = false;
            _engine.Count(Reached);
            CheckLog();
            _truth.ReadAgain();
            Tell?.Invoke($"  engine ready at {_engine.Recovered.LastSequence}");
        });
    }

    /// <summary>
    /// A stream whose released messages are gone is refused by the engine for ever, which outside the atlas is right.
    /// </summary>
    private void CheckLog()
    {
        var (recovered, last) = (_engine!.Recovered.LastSequence, _truth.Sequence);
        BrokenPromiseException.Demand(recovered >= last, "P1", $"{last} has left, the log ends at {recovered}");
        if (_log.Run(_engine.Recovered) is { } missing)
        {
            BrokenPromiseException.Demand(_plan.Mode is SimMode.Rot or SimMode.Lying, "P1", missing);
            Refusal = missing;
        }

        if (recovered > last && last > 0)
        {
            Reached.Add("engine event log made anew");
        }
    }

    /// <summary>P11: outside the fault atlas it must refuse, and say where and why; inside it must not.</summary>
    private void Refuse(string message)
    {
        Refusal = message;
        Tell?.Invoke("  " + message);
        BrokenPromiseException.Demand(_plan.Mode is SimMode.Rot or SimMode.Lying, "P11", message);
        BrokenPromiseException.Demand(
            message.Contains(SimFolders.Journal, StringComparison.Ordinal)
            && message.Contains("offset", StringComparison.Ordinal)
            && message.Contains("sequence", StringComparison.Ordinal),
            "P11",
            $"the refusal does not say where: {message}");
    }

    private void StartGateway()
    {
        if (_gateway is null)
        {
            Guard("gateway", KillGateway, () => _gateway = new GatewayNode(_disk, _streams, _network));
        }
    }

    private void StartPersister()
    {
        if (_persister is null)
        {
            Reached.Add("persister restarted");
            Guard("persister", KillPersister, () => _persister = new PersisterNode(_disk, _database, _clock));
        }
    }

    private void StartSettlement()
    {
        if (_settlement is null)
        {
            Reached.Add("settlement restarted");
            Guard("settlement", KillSettlement, () =>
                _settlement = new SettlementNode(_disk, _streams, _chain, _bench.Operator));
        }
    }

    /// <summary>Turns a process; what ends it in real life ends it here, anything else is a failure of the run.</summary>
    private void Guard(string process, Action kill, Action turn)
    {
        try
        {
            turn();
        }
        catch (Exception end) when (IsEnd(end))
        {
            Tell?.Invoke($"  {process} ended: {end.Message}");
            Trace.Add((ulong)process.Length);
            kill();
        }
    }

    private bool IsEnd(Exception end) => end switch
    {
        SimCrashException => true,
        StorageException storage => storage.Message.Contains("simulated", StringComparison.Ordinal),
        EventLogCorruptException => _areEventsDamaged,
        FatalException fatal => fatal.Message.Contains("a second persister", StringComparison.Ordinal)
            || (_areEventsDamaged && fatal.Message.Contains(SimFolders.Events, StringComparison.Ordinal)),
        _ => false,
    };

    private void KillAll()
    {
        KillEngine();
        KillGateway();
        KillPersister();
        KillSettlement();
    }

    private void KillEngine()
    {
        _engine?.Dispose();
        _engine = null;
        _disk.Unlock(SimFolders.Journal);
        _disk.Unlock(SimFolders.Events);
    }

    private void KillGateway()
    {
        _gateway?.Dispose();
        _gateway = null;
    }

    private void KillPersister()
    {
        _persister = null;
        _database.BreakConnections();
    }

    private void KillSettlement()
    {
        _settlement?.Dispose();
        _settlement = null;
        _disk.Unlock(SimFolders.Outbox);
    }
}
