using DexExtra.Engine;
using DexExtra.Engine.Host;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.EventLog;
using DexExtra.Simulation.Checks;
using DexExtra.Simulation.Kernel;
using DexExtra.Simulation.Storage;
using DexExtra.Simulation.Wires;
using DexExtra.Snapshots;
using Microsoft.Extensions.Logging.Abstractions;

namespace DexExtra.Simulation.Venue;

/// <summary>
/// One life of the engine process: opened as the real one opens itself, its stages turned by hand, ended like a
/// process that is killed.
/// </summary>
internal sealed class EngineNode : IDisposable
{
    private const int StreamsMax = 2;
    private const int FragmentsPerPoll = 64;
    private const int SegmentBytes = 64 * 1024;
    private const int EventSegmentBytes = 8 * 1024;
    private const int BatchBytes = 16 * 1024;

    private static readonly EngineSection Section = new()
    {
        HealthPort = 1,
        RingSlots = 256,
        TickIntervalMs = 1_000,
        WaitMode = WaitMode.Blocking,
    };

    private readonly Engine.Engine _engine;
    private readonly CommandLogWriter _commands;
    private readonly EventLogWriter _events;
    private readonly Pipeline _pipeline;

    private EngineNode(SimDisk disk, SimStreams streams, SimClock clock, SimDice dice, Workbench bench)
    {
        var ring = bench.NewEventRing();
        var snapshot = EngineSnapshot.LoadNewest(
            disk, SimFolders.Section.SnapshotsFolder, Options, static _ => { }, out var held);
        _events = EventLogWriter.Open(
            disk, SimFolders.Events, new EventLogOptions { SegmentBytes = EventSegmentBytes, PrepareInBackground = false },
            snapshot?.Header!.Mark);
        snapshot = SnapshotChoice.Held(
            snapshot, _events, disk, SimFolders.Section.SnapshotsFolder, Options, static _ => { });
        BeganWithSnapshot = snapshot is not null;
        try
        {
            var options = new CommandLogOptions
            {
                SegmentBytes = SegmentBytes,
                BatchBytes = BatchBytes,
                PrepareInBackground = false,
            };
            var evidence = FollowerEvidence.Read(disk, SimFolders.Section.CursorsFolder, NullLogger.Instance);
            _commands = evidence.Open(_events.LastSequence, published => CommandLogWriter.Open(
                disk, SimFolders.Journal,
                new CommandLogRange
                {
                    After = snapshot?.Header!.Anchor,
                    SeenByConsumer = published,
                    HeldBySnapshot = held,
                },
                options));
            _engine = snapshot?.Engine ?? new Engine.Engine(Options);
            Recovered = new LogReplay(_engine, _events, ring, NullLogger.Instance)
                .Run(disk, SimFolders.Journal, snapshot?.Header);
            _engine.Audit();
            var sources = new PipelineSources(
                streams.Open(), clock, new EntropySource(dice.Fill), () => StorageLevel.Ample);
            _pipeline = new Pipeline(
                _engine, _commands, _events, ring, Recovered, Section, bench.Doorbells, sources, NullLogger.Instance);
        }
        catch
        {
            _commands?.Dispose();
            _events.Dispose();
            throw;
        }
    }

    public static EngineOptions Options { get; } = new()
    {
        MaxAccounts = 8,
        MaxAssets = 2,
        MaxMarkets = 2,
        MaxBalances = 16,
        MaxPositions = 16,
        MaxOpenOrders = 512,
        MaxLadderNodes = 256,
        MaxClientOrderIds = 2_048,
        MaxUnsettledMatches = 2_048,
        MaxChains = 2,
        MaxWithdrawals = 16,
        MaxExpiriesPerCommand = 16,
        MaxBustableMatches = 16,
        MaxAllottedPerCommand = 64,
    };

    public RecoveredLog Recovered { get; }

    public bool BeganWithSnapshot { get; }

    /// <summary>What the opening of both logs came to.</summary>
    public void Count(Reached reached)
    {
        if (_commands.Report.Cut is not null)
        {
            reached.Add("command log cut");
        }

        if (_commands.Report.LastBatch is not null)
        {
            reached.Add("command log taken over");
        }

        if (BeganWithSnapshot)
        {
            reached.Add("engine began with a snapshot");
        }

        if (_events.Damage is not null)
        {
            reached.Add("engine event log damaged");
        }
    }

    public long Sequenced => _pipeline.Sequenced;

    public long Published => _pipeline.Published;

    /// <summary>Everything that was sequenced has left.</summary>
    public bool IsIdle => Published == Sequenced;

    /// <exception cref="RecoveryRefusedException">The command log is damaged.</exception>
    public static EngineNode Start(SimDisk disk, SimStreams streams, SimClock clock, SimDice dice, Workbench bench) =>
        new(disk, streams, clock, dice, bench);

    /// <summary>Turns one stage; a failed stage throws what it failed with.</summary>
    public bool Step(PipelineStage stage)
    {
        if (stage == PipelineStage.Sequence && _pipeline.FreeSlots <= StreamsMax * FragmentsPerPoll)
        {
            // the real stage would wait here: nothing else can happen to it
            return false;
        }

        var isProgress = _pipeline.Step(stage);
        BrokenPromiseException.Demand(_pipeline.FreeSlots >= 0, "P10", "the ring is over its size");
        return _pipeline.Failed.Exception is { } failure
            ? throw failure.InnerException!.InnerException!
            : isProgress;
    }

    public ulong StateHash() => _engine.StateHash();

    /// <summary>P4: nothing was made, nothing was lost.</summary>
    public void Audit() => _engine.Audit();

    public void Dispose()
    {
        _pipeline.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _commands.Dispose();
        _events.Dispose();
    }
}
