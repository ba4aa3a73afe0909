using DexExtra.Chaos.Reporting;

namespace DexExtra.Chaos;

/// <summary>One execution of a row: how many runs, from which seed, and where its results go.</summary>
internal sealed class RowRun(ChaosRow row, int runs, int seed, Action<string> say)
{
    /// <summary>Runs on one rig before a fresh one: the log stays short, and so does its replay.</summary>
    private const int RunsPerRig = 25;

    private int _done;

    public RowOutcome Outcome { get; } = new();

    public int Runs => runs;

    public int Seed => seed;

    /// <summary>The random choices of one run: a function of seed, row and run.</summary>
    public Random RandomOf(int run) => new(unchecked((seed * 397) ^ (SumOf(row.Id) * 7_919) ^ run));

    /// <summary>Plays all runs, each a step on a rig that goes on to the next run; lanes side by side.</summary>
    public Task ChainAsync(Func<Rig, int, Task> step, RigOptions? options = null) =>
        Task.WhenAll(Enumerable.Range(0, Math.Min(row.Lanes, runs))
            .Select(lane => Task.Run(() => RunLaneAsync(lane, step, options))));

    /// <summary>Plays runs in order, a few on each rig, which is brought to its end and checked behind them.</summary>
    public async Task OnRigsAsync<TRig>(
        IEnumerable<int> mine, int perRig, Func<int, Task<TRig>> create, Func<TRig, int, Task> step,
        Func<TRig, Task> finish)
        where TRig : IAsyncDisposable
    {
        foreach (var chunk in mine.Chunk(perRig))
        {
            var left = new Queue<int>(chunk);
            while (left.Count > 0)
            {
                await RunRigAsync(left, create, step, finish);
            }
        }
    }

    /// <summary>Plays all runs one after the other, each by itself.</summary>
    public async Task EachAsync(Func<int, Task> run)
    {
        for (var index = 0; index < runs; index++)
        {
            await GuardAsync(index, () => run(index));
            Progress();
        }
    }

    public void Progress()
    {
        var done = Interlocked.Increment(ref _done);
        if (done % 10 == 0 || done == runs)
        {
            say($"{row.Id} {done} of {runs}, {Outcome.Lost} lost, {Outcome.Problems.Count} problems");
        }
    }

    /// <summary>Runs one thing and counts it; true when it went as it should.</summary>
    public async Task<bool> GuardAsync(int run, Func<Task> action)
    {
        try
        {
            await action();
            return true;
        }
        catch (Exception error) when (error is ChaosException or TimeoutException or InvalidOperationException or IOException)
        {
            var problem = $"{row.Id} run {run} seed {seed}: {error.Message}";
            say($"PROBLEM {problem}");
            Outcome.Fail(problem, (error as ChaosException)?.Lost ?? 0);
            return false;
        }
    }

    private static int SumOf(string id) => id.Aggregate(17, (sum, letter) => unchecked((sum * 31) + letter));

    private Task RunLaneAsync(int lane, Func<Rig, int, Task> step, RigOptions? options) => OnRigsAsync(
        Enumerable.Range(0, runs).Where(run => run % row.Lanes == lane),
        RunsPerRig,
        first => Task.FromResult(new Rig(unchecked((seed * 31) + first), options)),
        step,
        async rig =>
        {
            await rig.FinishAsync();
            Outcome.Note("commands", rig.Shadow.Commands);
            Outcome.Note("trades", rig.Acks.Trades);
        });

    /// <summary>A rig that something is wrong with is not used again.</summary>
    private async Task RunRigAsync<TRig>(
        Queue<int> left, Func<int, Task<TRig>> create, Func<TRig, int, Task> step, Func<TRig, Task> finish)
        where TRig : IAsyncDisposable
    {
        var first = left.Peek();
        await using var rig = await create(first);
        var good = true;
        while (good && left.TryDequeue(out var run))
        {
            good = await GuardAsync(run, () => step(rig, run));
            Progress();
        }

        if (good)
        {
            await GuardAsync(first, () => finish(rig));
        }
    }
}
