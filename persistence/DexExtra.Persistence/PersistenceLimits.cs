namespace DexExtra.Persistence;

/// <summary>Every fixed limit and period of this process. Units are last in the names.</summary>
internal static class PersistenceLimits
{
    /// <summary>A batch is written once its rows reach this size, whatever its frame count: bounds memory.</summary>
    public const int BatchRowBytes = 16 * 1024 * 1024;

    /// <summary>
    /// Longest sleep at the doorbell; bounds the harm of a missed ring and of a doorbell file that was replaced.
    /// </summary>
    public const int DoorbellWaitMs = 200;

    /// <summary>An idle session asks the database this often whether it is still there and still ours.</summary>
    public const int IdleCheckMs = 2_000;

    /// <summary>
    /// Commits are asynchronous; this often one waits for the server's disk, so that the cursor's file may follow.
    /// </summary>
    public const int ConfirmMs = 5_000;

    /// <summary>One statement or one COPY may take this long before the session is given up and retried.</summary>
    public const int CommandTimeoutSeconds = 60;

    /// <summary>Snapshots of all markets and portfolios at the begin of a period may take this long.</summary>
    public const int PeriodTimeoutSeconds = 600;

    /// <summary>Connecting may take this long.</summary>
    public const int ConnectTimeoutSeconds = 5;

    /// <summary>Of several hosts, what is known of each (down, standby) is asked again after this.</summary>
    public const int HostRecheckSeconds = 1;

    /// <summary>How often the replica is asked how far it is.</summary>
    public const int ReplicaPeriodMs = 1_000;

    /// <summary>First pause after a failure; doubles with each further one, with jitter.</summary>
    public const int BackoffFirstMs = 100;

    /// <summary>Longest pause between two attempts.</summary>
    public const int BackoffMaxMs = 5_000;

    /// <summary>Attempts with a ring of the engine in between, after which damage is final.</summary>
    public const int DamageRingsMax = 5;

    /// <summary>
    /// Sessions in a row that may lose their very first compare-and-set: a predecessor killed in its commit explains
    /// one or two, a living second persister all of them.
    /// </summary>
    public const int LostFirstCommitsMax = 3;

    /// <summary>Health answers 503 when the database lacks more engine time than this.</summary>
    public const double ReadyLagSecondsMax = 5;

    /// <summary>How often lag is measured.</summary>
    public const int LagPeriodMs = 500;

    /// <summary>Frames the lag meter looks at in one go.</summary>
    public const int LagPollFrames = 100_000;

    /// <summary>Values that one transaction seals anew.</summary>
    public const int ResealRows = 500;

    /// <summary>Frames the mirror applies to its books between two writes to Redis.</summary>
    public const int MirrorBatchFrames = 2_000;

    /// <summary>An idle mirror looks this often whether Redis still holds what it wrote.</summary>
    public const int MirrorCheckMs = 1_000;

    /// <summary>Keys of accounts in one MULTI at most, so that none holds Redis for long.</summary>
    public const int MirrorBatchKeys = 2_000;

    /// <summary>A mirror that another process holds is taken back once it stood still for so long.</summary>
    public const int MirrorTakeoverMs = 10_000;

    public const int RedisConnectTimeoutMs = 2_000;
    public const int RedisCommandTimeoutMs = 3_000;
    public const int RedisReconnectMs = 500;
}
