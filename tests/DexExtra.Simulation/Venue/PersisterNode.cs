using DexExtra.Hosting;
using DexExtra.Persistence;
using DexExtra.Persistence.Following;
using DexExtra.Simulation.Kernel;
using DexExtra.Simulation.Models;
using DexExtra.Simulation.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace DexExtra.Simulation.Venue;

/// <summary>
/// One life of the persister: the real follower, which goes on whenever its pace lets it. Everything runs on the
/// calling thread, because nobody completes anything from another one.
/// </summary>
internal sealed class PersisterNode
{
    private static readonly PersistenceSection Options = new()
    {
        HealthPort = 1,
        Postgres = "Host=simulated;Database=simulated",
        Redis = string.Empty,
        MigrationsFolder = "/",
        BatchMaxFrames = 8,
        BatchMaxAgeMs = 1,
    };

    private readonly Pace _pace;
    private readonly FollowerStatus _status = new();
    private readonly Task _following;

    public PersisterNode(SimDisk disk, SimDatabase database, SimClock clock)
    {
        _pace = new Pace(clock);
        var follower = new Follower(
            database, disk, SimFolders.Section, Options, _pace, _status, NullLogger.Instance);
        _following = follower.RunAsync(CancellationToken.None);
    }

    /// <summary>What its cursor's file would say.</summary>
    public (long Seen, long Done) Position => _status.Position;

    /// <summary>Lets the follower run up to its next wait.</summary>
    /// <exception cref="FatalException">The process ended itself.</exception>
    public void Step()
    {
        _pace.Release();
        if (_following.Exception is { } failure)
        {
            throw failure.InnerException is FatalException fatal
                ? new FatalException(fatal.ExitCode, fatal.Message, fatal)
                : failure.InnerException!;
        }
    }

    private sealed class Pace(SimClock clock) : IFollowerPace
    {
        private TaskCompletionSource? _waiting;

        public long NowMs => clock.NowMs;

        public uint Observe() => 0;

        public Task WaitAsync(uint seen, CancellationToken stopping) => Wait();

        public Task DelayAsync(int ms, CancellationToken stopping) => Wait();

        public void Release()
        {
            var waiting = _waiting;
            _waiting = null;
            waiting?.TrySetResult();
        }

        private Task Wait()
        {
            _waiting ??= new TaskCompletionSource();
            return _waiting.Task;
        }
    }
}
