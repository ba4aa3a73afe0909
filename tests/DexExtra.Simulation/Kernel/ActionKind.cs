namespace DexExtra.Simulation.Kernel;

/// <summary>What can happen next. An action that does not fit the state does nothing.</summary>
internal enum ActionKind
{
    Sequence,
    Journal,
    Match,
    Publish,
    Gateway,
    Client,
    Deliver,
    Persist,
    Database,
    Settle,
    Mine,
    Deposit,
    Pass,
    Restart,
    Checkpoint,
    Archive,

    // everything from here on is a fault
    CrashEngine,
    CrashGateway,
    CrashPersister,
    CrashSettlement,
    PowerLoss,
    DatabaseCrash,
    DatabaseTrouble,
    Reorganise,
    ChainTrouble,
    DiskError,
    DiskCrash,
    Writeback,
    ClockJump,
    ClockRate,
    Partition,
    RotEvents,
    RotJournal,
    LoseSynced,
}
