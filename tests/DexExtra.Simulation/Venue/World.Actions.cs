using DexExtra.Engine.Host;
using DexExtra.Journal.Storage;
using DexExtra.Messages;
using DexExtra.Settlement.Outbox;
using DexExtra.Simulation.Kernel;
using DexExtra.Simulation.Storage;

namespace DexExtra.Simulation.Venue;

/// <summary>What each action does.</summary>
internal sealed partial class World
{
    private const int RotBitsMax = 8;
    private const int BitsPerByte = 8;
    private const int OutsideAtlasEvery = 5;

    /// <summary>Does one action; everything in it that is left to chance comes from its salt.</summary>
    public void Do(in SimAction action)
    {
        _dice.Reseed(action.Salt);
        Trace.Add((ulong)action.Kind);
        Tell?.Invoke(action.ToString());
        _clock.Advance(_dice.Between(0, 2L * MsNs));
        if (action.IsFault)
        {
            Fault(action.Kind);
        }
        else
        {
            Work(action.Kind);
        }

        _streams.CheckLimits();
    }

    private void Work(ActionKind kind)
    {
        switch (kind)
        {
            case ActionKind.Sequence: Engine(PipelineStage.Sequence); break;
            case ActionKind.Journal: Engine(PipelineStage.Journal); break;
            case ActionKind.Match: Engine(PipelineStage.Match); break;
            case ActionKind.Publish: Engine(PipelineStage.Publish); break;
            case ActionKind.Gateway: Gateway(); break;
            case ActionKind.Client: _clients[1 + _dice.Below(Traders)].Act(); break;
            case ActionKind.Deliver: Deliver(); break;
            case ActionKind.Persist: Persist(); break;
            case ActionKind.Database: _database.Step(); break;
            case ActionKind.Settle: Settlement(looksAtChain: _dice.OneIn(2)); break;
            case ActionKind.Mine: _chain.Mine(); break;
            case ActionKind.Deposit:
                _chain.Deposit(_clients[1 + _dice.Below(Traders)].Account, _dice.Between(1, DepositAmount));
                break;
            case ActionKind.Restart: Restart(); break;
            case ActionKind.Checkpoint: Checkpoint(() => _checkpoint.MakeSnapshot(_truth.Sequence)); break;
            case ActionKind.Archive: Checkpoint(Archive); break;
            default: _clock.Advance(_dice.Between(0, Limits.NsPerSecond)); break;
        }
    }

    private void Fault(ActionKind kind)
    {
        switch (kind)
        {
            case ActionKind.CrashEngine: KillEngine(); break;
            case ActionKind.CrashGateway: KillGateway(); break;
            case ActionKind.CrashPersister: KillPersister(); break;
            case ActionKind.CrashSettlement: KillSettlement(); break;
            case ActionKind.PowerLoss: LosePower(); break;
            case ActionKind.DatabaseCrash: _database.Crash(); break;
            case ActionKind.DatabaseTrouble:
                (_database.IsDown, _database.LostAnswerPercent) = (_dice.OneIn(3), _dice.Pick<int>([0, 10, 50]));
                break;
            case ActionKind.Reorganise: _chain.Reorganise(); break;
            case ActionKind.ChainTrouble: _chain.TroublePercent = _dice.Pick<int>([0, 5, 30, 100]); break;
            case ActionKind.DiskError:
                _disk.Fault = new DiskFault(_dice.Below(12), _dice.Pick<int>([Errno.InputOutput, Errno.NoSpace]));
                break;
            case ActionKind.DiskCrash: _disk.Fault = new DiskFault(_dice.Below(12), Errno: 0); break;
            case ActionKind.Writeback: _disk.WriteBack(SimFolders.Events); break;
            case ActionKind.ClockJump: Jump(); break;
            case ActionKind.ClockRate: _clock.RatePercent = _dice.Pick<int>([0, 50, 99, 101, 200]); break;
            case ActionKind.Partition: Cut(); break;
            case ActionKind.RotEvents: RotEvents(); break;
            case ActionKind.RotJournal: RotJournal(); break;
            default: LoseSynced(); break;
        }
    }

    private void Engine(PipelineStage stage) => Guard("engine", KillEngine, () =>
    {
        _engine?.Step(stage);
        if (stage == PipelineStage.Publish && _engine is not null)
        {
            _truth.Read();
        }
    });

    private void Gateway() => Guard("gateway", KillGateway, () =>
    {
        _gateway?.Receive();
        _gateway?.Respond();
    });

    private void Persist() => Guard("persister", KillPersister, () =>
    {
        _persister?.Step();
        DemandCursor();
    });

    /// <summary>The cursor that retention goes by is never ahead of what the database keeps whatever happens.</summary>
    private void DemandCursor()
    {
        if (_persister?.Position is { } position)
        {
            BrokenPromiseException.Demand(
                position.Done <= position.Seen && position.Done <= _database.FlushedCursor,
                "P6",
                $"the cursor's file would say {position.Done}, the database keeps {_database.FlushedCursor}");
            if (position.Done > 0)
            {
                Reached.Add("durable cursor told");
            }
        }
    }

    private void Settlement(bool looksAtChain) =>
        Guard("settlement", KillSettlement, () => _settlement?.Step(_clock.NowMs, looksAtChain));

    private void Deliver()
    {
        while (_network.AtClients() is { } arrived)
        {
            _clients[arrived.Client].Receive(arrived.Message);
        }
    }

    /// <summary>Beside a venue whose logs are whole; whatever ends the turn ends the process, which keeps nothing.</summary>
    private void Checkpoint(Action turn)
    {
        if (_engine is not null && !_areEventsDamaged && _truth.Sequence > 0)
        {
            Guard("checkpoint", static () => { }, turn);
        }
    }

    private void Archive()
    {
        if (_persister is not null)
        {
            _checkpoint.Keep("persistence", _persister.Position);
        }

        if (_settlement is not null)
        {
            _checkpoint.Keep("settlement", _settlement.Position);
        }

        _checkpoint.Archive();
    }

    private void Restart()
    {
        switch (_dice.Below(4))
        {
            case 0: StartEngine(); break;
            case 1: StartGateway(); break;
            case 2: StartPersister(); break;
            default: StartSettlement(); break;
        }
    }

    private void LosePower()
    {
        KillAll();
        Reached.Add("power lost");
        _truth.Forget();
        _disk.LosePower();
        _checkpoint.LosePower();
        _areEventsDamaged = true;
        _streams.LosePower();
        _network.Reset();
    }

    private void Jump()
    {
        const int DaySeconds = 86_400;
        var seconds = _dice.Between(-DaySeconds, DaySeconds);
        _clock.Jump(seconds * Limits.NsPerSecond);
        if (seconds < 0)
        {
            Reached.Add("clock back");
        }
    }

    private void Cut()
    {
        var untilNs = _clock.MonotonicNs + _dice.Between(0, Limits.NsPerSecond);
        if (_dice.OneIn(2))
        {
            _network.GatewayCutUntilNs = untilNs;
        }

        if (_dice.OneIn(2))
        {
            _network.ClientsCutUntilNs = untilNs;
        }
    }

    /// <summary>Inside the atlas: the event log is derived, and made anew from the first bad place on.</summary>
    private void RotEvents()
    {
        KillEngine();
        _areEventsDamaged |= Rot(SimFolders.Events);
    }

    /// <summary>Outside the atlas. Seldom, because it mostly ends the run.</summary>
    private void RotJournal()
    {
        if (_dice.OneIn(OutsideAtlasEvery))
        {
            KillEngine();
            Rot(SimFolders.Journal);
        }
    }

    private bool Rot(string folder)
    {
        SimFile[] files =
        [
            .. _disk.Folder(folder).Names.OrderBy(static item => item.Key, StringComparer.Ordinal)
                .Select(static item => item.Value).Where(static file => UsedBytes(file) > 0),
        ];
        if (_plan.HasSnapshots)
        {
            // what stands before the snapshot's segment is not read again at a start
            files = files[^Math.Min(1, files.Length)..];
        }

        if (files.Length == 0)
        {
            return false;
        }

        var file = _dice.Pick<SimFile>(files);
        var bits = 1 + _dice.Below(RotBitsMax);
        for (var bit = 0; bit < bits; bit++)
        {
            var at = _dice.Below(UsedBytes(file));
            var mask = (byte)(1 << _dice.Below(BitsPerByte));
            file.Data[at] ^= mask;
            if (at < file.StableLength)
            {
                file.StableMemory[at] ^= mask;
            }
        }

        return true;
    }

    /// <summary>
    /// Outside the atlas: the disk lied about the end of the command log, the event log happened to get there. Where
    /// that is lost too, to a sync that failed before, the engine cannot know: power is lost alone then.
    /// </summary>
    private void LoseSynced()
    {
        const int PageBytes = 4096;
        if (_engine is null || !_dice.OneIn(OutsideAtlasEvery))
        {
            return;
        }

        KillAll();
        _disk.WriteBack(SimFolders.Events);
        var journal = _disk.Folder(SimFolders.Journal);
        var used = journal.Names.Where(static item => item.Key.EndsWith(".journal", StringComparison.Ordinal)
            && UsedBytes(item.Value) > 0).ToArray();
        if (used.Length > 0 && _disk.IsWritten(SimFolders.Events))
        {
            var last = used.MaxBy(static item => item.Key).Value;
            last.Forget(_dice.Below((UsedBytes(last) / PageBytes) + 1) * PageBytes);
        }

        LosePower();
    }

    private static int UsedBytes(SimFile file) => file.Data.AsSpan(0, file.Length).LastIndexOfAnyExcept((byte)0) + 1;

    /// <summary>What the node sees must be on stable storage before (X8): nothing else can find it again.</summary>
    private void DemandOutbox(byte[] raw)
    {
        var text = Hex.Format(raw);
        foreach (var (name, file) in _disk.Folder(SimFolders.Outbox).StableNames)
        {
            if (name.EndsWith(".tx", StringComparison.Ordinal) && OutboxFile.TryDecode(file.Stable) is { } stored
                && stored.Raw == text)
            {
                return;
            }
        }

        throw new BrokenPromiseException("P6", "a transaction was sent that the outbox does not hold");
    }
}
