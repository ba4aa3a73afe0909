using System.Globalization;
using System.Text.RegularExpressions;
using DexExtra.Chaos.Load;
using DexExtra.Chaos.Watch;
using DexExtra.RealParts;

namespace DexExtra.Chaos;

/// <summary>
/// One real engine under load: its producer, a follower that knows what was acknowledged, and a shadow that checks the
/// log after every death. A row kills and starts the engine as it likes; the load goes on all the time.
/// </summary>
internal sealed partial class Rig : IAsyncDisposable
{
    private const int SettleMs = 60_000;

    private readonly RigOptions _options;
    private (long Sequence, ulong Hash)? _expectedReplay;
    private bool _loading;
    private bool _started;

    public Rig(int seed, RigOptions? options = null)
    {
        _options = options ?? new RigOptions();
        Engine = new EngineUnderTest(Machine.NewFolder(), Machine.Engine) { Variables = Environment };
        Engine.WriteConfig(new
        {
            healthPort = Engine.Port,
            tickIntervalMs = 50,
            ringSlots = _options.RingSlots,
            journalSegmentMiB = 1,
            eventSegmentMiB = 33,
        });
        Load = new LoadProducer(Engine, seed, _options);
        FollowsLate = _options.LosesPower;
        Acks = new AckFollower(Engine.EventsFolder) { DiskMayDie = _options.LosesPower };
        Shadow = new ShadowVenue(seed);
        LiveRigs.Add(this);
    }

    /// <summary>
    /// Without the profiler's socket and the second mapping of compiled code, whose system calls would be counted.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["DOTNET_EnableDiagnostics"] = "0",
        ["DOTNET_EnableWriteXorExecute"] = "0",
        ["DOTNET_TieredPGO"] = "0",
    };

    public EngineUnderTest Engine { get; }

    public LoadProducer Load { get; }

    public AckFollower Acks { get; }

    public ShadowVenue Shadow { get; }

    /// <summary>
    /// True when the event log may be damaged until the engine has mended it: the follower then waits for that.
    /// </summary>
    public bool FollowsLate { get; }

    /// <summary>Starts the engine under load; false when it ended before it was ready.</summary>
    public async Task<bool> StartAsync()
    {
        if (!_loading)
        {
            _loading = true;
            Load.Start();
        }

        _started = true;
        Engine.Launch();
        if (!FollowsLate)
        {
            Acks.Start();
        }

        var ready = await Engine.ReadyAsync();
        if (FollowsLate && ready)
        {
            Acks.Start();
        }

        return ready;
    }

    /// <summary>Starts the engine; a start that fails is a finding.</summary>
    public async Task StartCheckedAsync()
    {
        if (!await StartAsync())
        {
            var (code, log) = await EndAsync();
            throw new ChaosException($"the engine does not start: exit code {code}: {LastLine(log)}");
        }
    }

    /// <summary>Waits for the engine's end, for at most so long; null when it still runs then.</summary>
    public async Task<(int Code, string Log)?> EndWithinAsync(int ms)
    {
        for (var waited = 0; !Engine.Process.HasExited; waited += 5)
        {
            if (waited >= ms)
            {
                return null;
            }

            await Task.Delay(5);
        }

        return await EndAsync();
    }

    /// <summary>Waits for the engine's end, takes its last events, and checks what it said of its replay.</summary>
    /// <param name="followsOn">False when the disk of the event log is gone.</param>
    public async Task<(int Code, string Log)> EndAsync(bool followsOn = true)
    {
        var end = await Engine.ExitAsync();
        if (followsOn)
        {
            Acks.Stop();
        }

        if (_expectedReplay is { } expected && Replayed().Match(end.Log) is { Success: true } match)
        {
            var sequence = long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
            var hash = ulong.Parse(match.Groups[2].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if ((sequence, hash) != expected)
            {
                throw new ChaosException(
                    $"P3: the engine replayed to {sequence}, state {hash:x16}; "
                    + $"the log holds {expected.Sequence}, state {expected.Hash:x16}");
            }
        }

        _expectedReplay = null;
        return end;
    }

    public async Task KillAsync()
    {
        Engine.Process.Kill();
        await EndAsync();
    }

    /// <summary>The log as it stands holds everything acknowledged and nothing else (P1–P4). No engine runs.</summary>
    public void Verify()
    {
        var lostBefore = Shadow.Lost;
        var problems = Shadow.Read(Engine.JournalFolder, Acks);
        if (problems.Count > 0)
        {
            throw new ChaosException(string.Join("; ", problems), Shadow.Lost - lostBefore);
        }

        _expectedReplay = (Shadow.LastSequence, Shadow.StateHash);
    }

    /// <summary>
    /// The faults are over: a last start takes every command that was ever published, stops cleanly, and all is there.
    /// </summary>
    public async Task FinishAsync()
    {
        Engine.Wrapper = [];
        Engine.Variables = Environment;
        if (Engine.Process.HasExited)
        {
            await StartCheckedAsync();
        }

        await SettleAsync();
        var stopped = await Engine.StopAsync();
        await EndAsync();
        if (stopped != 0)
        {
            throw new ChaosException($"a clean stop ended with exit code {stopped}");
        }

        Verify();
        if (Shadow.Commands != Load.Published)
        {
            throw new ChaosException(
                $"P2: {Load.Published} commands published, {Shadow.Commands} in the log", Load.Published - Shadow.Commands);
        }
    }

    /// <summary>Nothing more is published until the next start.</summary>
    public void StopLoad()
    {
        Load.Stop();
        _loading = false;
    }

    /// <summary>Stops the load and waits until everything published is acknowledged.</summary>
    public async Task SettleAsync()
    {
        StopLoad();
        await UntilAsync(() => Acks.LastCorrelation >= Load.Published, "every published command is acknowledged");
    }

    public async Task UntilAsync(Func<bool> condition, string what, int patienceMs = SettleMs)
    {
        for (var waited = 0; !condition(); waited += 5)
        {
            if (Engine.Process.HasExited)
            {
                var (code, log) = await EndAsync();
                throw new ChaosException($"the engine ended with {code} before {what}: {LastLine(log)}");
            }

            if (waited >= patienceMs)
            {
                throw new ChaosException($"did not happen: {what}");
            }

            await Task.Delay(5);
        }
    }

    public async Task UntilAcknowledgedAsync(long more)
    {
        var target = Acks.Count + more;
        await UntilAsync(() => Acks.Count >= target, $"{more} more frames");
    }

    /// <summary>Kills the engine if it runs, and lets go of its files.</summary>
    public void EndProcess()
    {
        if (_started && !Engine.Process.HasExited)
        {
            Engine.Process.Kill();
            Engine.Process.WaitForExit();
        }

        Acks.Abandon();
    }

    public ValueTask DisposeAsync()
    {
        LiveRigs.Remove(this);
        EndProcess();
        Load.Dispose();
        Engine.Dispose();
        return ValueTask.CompletedTask;
    }

    public static string LastLine(string log) => log.Trim().Split('\n')[^1];

    [GeneratedRegex("replayed ([0-9]+) commands.* state ([0-9a-f]{16})")]
    private static partial Regex Replayed();
}
