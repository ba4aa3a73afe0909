using DexExtra.Chaos.Rows;

namespace DexExtra.Chaos;

/// <summary>Every row, in the order in which they run: cheap and important ones first.</summary>
internal static class RowTable
{
    public static IReadOnlyList<ChaosRow> All { get; } =
    [
        new("JRN-02", "kill -9 at the n-th system call", new(60, 36, 205), Need.Strace, 2, KillAtCallRow.RunAsync),
        new("JRN-03", "kill -9 at a random moment under load", new(20, 0, 500), Need.None, 2, RandomKillRow.RunAsync),
        new("JRN-03-PG", "kill -9 of engine and persistence, live database", new(2, 0, 20), Need.Postgres, 1,
            DatabaseRows.KilledTogetherAsync),
        new("JRN-04", "power loss of the disk", new(10, 3, 100), Need.Mounts | Need.LoopDevice, 1, PowerLossRow.RunAsync),
        new("JRN-06", "short and interrupted reads and writes", new(3, 0, 20), Need.Strace, 1, ShortTransferRow.RunAsync),
        new("JRN-07", "EIO on the n-th sync", new(20, 5, 220), Need.Strace, 2, SyncErrorRow.RunAsync),
        new("JRN-08", "EIO and others on the n-th call", new(20, 10, 76), Need.Strace, 2, CallErrorRow.RunAsync),
        new("JRN-09", "disk full", new(3, 3, 50), Need.Strace, 1, NoSpaceRow.RunAsync),
        new("JRN-10", "a bit of a 64 KiB log turned", new(BitFlipRow.Slices, 2, BitFlipRow.Slices), Need.None, 1,
            BitFlipRow.RunAsync),
        new("JRN-13", "disk that lied about syncs", new(5, 0, 30), Need.None, 1, LyingDiskRow.RunAsync),
        new("JRN-15", "slow disk", new(2, 1, 10), Need.Strace, 1, SlowDiskRow.RunAsync),
        new("ENG-02", "replay with other compiler settings", new(1, 0, 5), Need.None, 1, ReplayRow.RunAsync),
        new("ENG-08", "clocks a day ahead and behind", new(1, 0, 10), Need.Compiler, 1, ClockRow.RunAsync),
        new("PG-01", "database blocked", new(2, 0, 10), Need.Postgres, 1, DatabaseRows.BlockedAsync),
        new("PG-02", "database restarted in the middle of a COPY", new(3, 3, 50), Need.Postgres, 1, DatabaseRows.RestartedAsync),
        new("PG-03", "answer to a commit lost", new(1, 0, 10), Need.Postgres, 1, DatabaseRows.AnswerLostAsync),
        new("PG-04", "two persisters", new(2, 0, 10), Need.Postgres, 1, DatabaseRows.TwoPersistersAsync),
        new("PG-05", "database refuses", new(5, 1, 15), Need.Postgres, 1, DatabaseRefusalRow.RunAsync),
        new("PG-06", "database lost and rebuilt", new(1, 0, 5), Need.Postgres, 1, DatabaseRows.DroppedAsync),
        new("PG-07", "asynchronous commits and SIGKILL", new(4, 1, 20), Need.Postgres, 1, DatabaseRows.TakenBackAsync),
        new("RED-01", "mirror gone, empty, slow, full, garbage", new(6, 2, 12), Need.Postgres | Need.Redis, 1, MirrorRow.RunAsync),
        new("PAUSE-01", "process stopped for a while", new(2, 2, 10), Need.Postgres, 1, PauseRow.RunAsync),
    ];
}
