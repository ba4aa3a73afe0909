using System.Runtime.InteropServices;
using DexExtra.Engine.Reference.Coverage;
using DexExtra.Engine.Reference.Differential;

namespace DexExtra.Differential;

/// <summary>
/// Runs all seeds, a few at a time, and judges the whole. Remembers nothing of a seed that is done but what it covered,
/// so that a run may take days.
/// </summary>
internal sealed class SeedRunner(DifferentialOptions options) : IDisposable
{
    private const int Interrupted = 130;
    private readonly Lock _lock = new();
    private readonly CoverageReport _coverage = new();
    private readonly SeedPlan _plan = new(options);
    private readonly CancellationTokenSource _stop = new();
    private int _differences;
    private bool _isInterrupted;

    /// <summary>The process exit code: 1 on a difference or where coverage is missing.</summary>
    public int Run()
    {
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
        var progress = new Progress(options, _plan);
        using (new Timer(_ => progress.Report("running", _differences), null, Progress.Every, Progress.Every))
        {
            Task.WaitAll([.. Enumerable.Range(0, options.Threads).Select(_ => StartWorker(progress))]);
        }

        var isComplete = !_stop.IsCancellationRequested;
        progress.Report(isComplete ? "done" : "stopped", _differences);
        foreach (var line in _coverage.Table().Concat(_coverage.AnswerTable()))
        {
            progress.Say("  " + line);
        }

        var isCovered = isComplete && IsCovered(progress);
        if (!isComplete)
        {
            progress.SayHowToGoOn();
        }

        return _differences > 0 ? 1 : _isInterrupted ? Interrupted : isCovered ? 0 : 1;
    }

    public void Dispose() => _stop.Dispose();

    private Task StartWorker(Progress progress) =>
        Task.Factory.StartNew(() => Work(progress), default, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Prints what was never reached.</summary>
    private bool IsCovered(Progress progress)
    {
        var missing = _coverage.Missing();
        if (missing.Count > 0)
        {
            progress.Say($"never reached: {string.Join(", ", missing)}");
        }

        return missing.Count == 0 || !options.NeedsCoverage;
    }

    private void Work(Progress progress)
    {
        while (!_stop.IsCancellationRequested && _plan.Next() is { } next)
        {
            var run = new DifferentialRun(next.Profile, next.Seed, options.IsReferenceOnly
                ? EngineAndReference.ReferenceOnly
                : EngineAndReference.Of);
            var difference = run.Run(next.Commands, progress.Add, _stop.Token);
            lock (_lock)
            {
                _coverage.Add(run.Coverage);
            }

            if (difference is not null)
            {
                Stop(run, difference, progress);
            }
            else if (!_stop.IsCancellationRequested)
            {
                _plan.Finish(next.Seed);
                progress.AddSeed();
            }
        }
    }

    private void Stop(DifferentialRun run, Difference difference, Progress progress)
    {
        Interlocked.Increment(ref _differences);
        if (options.StopsAtFirst)
        {
            _stop.Cancel();
        }
        else
        {
            _plan.Finish(run.Seed);
            progress.AddSeed();
        }

        new DifferenceFile(options, progress.Say).Write(run, difference);
    }

    private void Interrupt(PosixSignalContext context)
    {
        context.Cancel = true;
        _isInterrupted = true;
        _stop.Cancel();
    }
}
