namespace DexExtra.Simulation.Kernel;

/// <summary>
/// The swarm: each fault of the mode is on or off for the whole seed, with a rate of its own. A pure function of mode
/// and seed. What one seed leaves out makes room for what another does often.
/// </summary>
internal sealed class FaultPlan
{
    private static readonly (ActionKind Kind, int Weight)[] Work =
    [
        (ActionKind.Sequence, 14), (ActionKind.Journal, 14), (ActionKind.Match, 14), (ActionKind.Publish, 14),
        (ActionKind.Gateway, 12), (ActionKind.Client, 14), (ActionKind.Deliver, 14), (ActionKind.Persist, 8),
        (ActionKind.Database, 8), (ActionKind.Settle, 7), (ActionKind.Mine, 5), (ActionKind.Deposit, 1),
        (ActionKind.Pass, 3), (ActionKind.Restart, 8),
    ];

    private static readonly ActionKind[] Swarm =
    [
        ActionKind.CrashEngine, ActionKind.CrashGateway, ActionKind.CrashPersister, ActionKind.CrashSettlement,
        ActionKind.PowerLoss, ActionKind.DatabaseCrash, ActionKind.DatabaseTrouble, ActionKind.Reorganise,
        ActionKind.ChainTrouble, ActionKind.DiskError, ActionKind.DiskCrash, ActionKind.Writeback,
        ActionKind.ClockJump, ActionKind.ClockRate, ActionKind.Partition, ActionKind.RotEvents,
    ];

    /// <summary>Engines are dear to load: some seeds do it often.</summary>
    private const int SnapshotsEvery = 16;

    private readonly List<(ActionKind Kind, int Weight)> _weights = [.. Work];

    private FaultPlan()
    {
    }

    public SimMode Mode { get; private init; }

    /// <summary>Percent of messages between clients and gateway that are lost.</summary>
    public int DropPercent { get; private set; }

    public int DuplicatePercent { get; private set; }

    /// <summary>Longest way of a message.</summary>
    public int DelayMs { get; private set; } = 2;

    /// <summary>Matches of 100 that the contract refuses.</summary>
    public int TradeFailurePercent { get; private set; }

    /// <summary>Bytes of each stream.</summary>
    public int StreamBytes { get; private set; } = 64 * 1024;

    /// <summary>Snapshots are made, and the engine starts from them.</summary>
    public bool HasSnapshots { get; private set; }

    /// <summary>Beside snapshots, closed segments of both logs move to the archive.</summary>
    public bool HasArchive { get; private set; }

    /// <summary>The faults that are on, as one word for each.</summary>
    public IEnumerable<ActionKind> Faults =>
        _weights.Select(static item => item.Kind).Where(static kind => kind >= ActionKind.CrashEngine);

    public static FaultPlan Draw(SimMode mode, int seed)
    {
        var plan = new FaultPlan { Mode = mode };
        var dice = new SimDice(unchecked((ulong)seed * 0xD134_2543_DE82_EF95) ^ 0x5A5A);
        if (mode == SimMode.Calm)
        {
            return plan;
        }

        foreach (var fault in Swarm)
        {
            if (dice.OneIn(3))
            {
                plan._weights.Add((fault, dice.Pick<int>([1, 1, 2, 4])));
            }
        }

        plan.DropPercent = dice.Pick<int>([0, 0, 5, 30]);
        plan.DuplicatePercent = dice.Pick<int>([0, 0, 10, 40]);
        plan.DelayMs = dice.Pick<int>([2, 20, 400]);
        plan.TradeFailurePercent = dice.Pick<int>([0, 0, 10]);
        plan.StreamBytes = dice.Pick<int>([4 * 1024, 16 * 1024, 64 * 1024]);
        plan.AddModeFault(mode);
        plan.AddSnapshots(dice);
        return plan;
    }

    /// <summary>The actions of a seed: kinds by their weights, each with a salt of its own.</summary>
    public SimAction[] Actions(int seed, int count)
    {
        var dice = new SimDice(unchecked((ulong)seed * 0x9E37_79B9_7F4A_7C15) ^ (ulong)Mode);
        var total = _weights.Sum(static item => item.Weight);
        var actions = new SimAction[count];
        for (var index = 0; index < count; index++)
        {
            actions[index] = new SimAction(Draw(dice.Below(total)), dice.Bits());
        }

        return actions;
    }

    private void AddModeFault(SimMode mode)
    {
        if (mode == SimMode.Rot)
        {
            _weights.RemoveAll(static item => item.Kind is ActionKind.PowerLoss or ActionKind.RotEvents);
            _weights.Add((ActionKind.RotJournal, 2));
        }
        else if (mode == SimMode.Lying)
        {
            _weights.RemoveAll(static item => item.Kind == ActionKind.RotEvents);
            _weights.Add((ActionKind.LoseSynced, 2));
        }
    }

    /// <summary>
    /// Not where the command log rots: what stands before a snapshot is not read again at a start. With an archive the
    /// event log does not rot either: a start that cannot use its snapshot needs the archived commands back (row Y).
    /// </summary>
    private void AddSnapshots(SimDice dice)
    {
        HasSnapshots = Mode != SimMode.Rot && dice.OneIn(SnapshotsEvery);
        HasArchive = HasSnapshots && dice.OneIn(2);
        if (HasSnapshots)
        {
            _weights.Add((ActionKind.Checkpoint, 4));
        }

        if (HasArchive)
        {
            _weights.RemoveAll(static item => item.Kind == ActionKind.RotEvents);
            _weights.Add((ActionKind.Archive, 8));
        }
    }

    private ActionKind Draw(int place)
    {
        foreach (var (kind, weight) in _weights)
        {
            place -= weight;
            if (place < 0)
            {
                return kind;
            }
        }

        return _weights[0].Kind;
    }
}
