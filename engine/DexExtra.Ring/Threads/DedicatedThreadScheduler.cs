namespace DexExtra.Ring.Threads;

/// <summary>
/// A task scheduler that gives each task a named thread of its own, optionally pinned to one processor. Passed to
/// <see cref="Processing.IEventProcessor.Start"/>, it decides where a stage runs without the processor knowing.
/// The threads are background threads: they do not keep a process alive that wants to end.
/// </summary>
public sealed class DedicatedThreadScheduler : TaskScheduler
{
    private readonly string _threadName;
    private readonly int? _cpu;
    private readonly int? _realTimePriority;

    /// <param name="threadName">Name of the thread, for debuggers and dumps.</param>
    /// <param name="cpu">Processor to pin to, or null to let the kernel choose.</param>
    /// <param name="realTimePriority">Real-time priority to ask for; one that is refused is left.</param>
    /// <exception cref="ArgumentOutOfRangeException">This process may not run on that processor.</exception>
    public DedicatedThreadScheduler(string threadName, int? cpu = null, int? realTimePriority = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(threadName);
        if (cpu is { } wanted && !CpuAffinity.AvailableCpus().Contains(wanted))
        {
            throw new ArgumentOutOfRangeException(nameof(cpu), wanted, "this process may not run on that processor");
        }

        _threadName = threadName;
        _cpu = cpu;
        _realTimePriority = realTimePriority;
    }

    public override int MaximumConcurrencyLevel => int.MaxValue;

    protected override void QueueTask(Task task)
    {
        var thread = new Thread(() => Run(task)) { Name = _threadName, IsBackground = true };
        thread.Start();
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private void Run(Task task)
    {
        if (_cpu is { } cpu)
        {
            CpuAffinity.PinCurrentThread(cpu);
        }

        if (_realTimePriority is { } priority)
        {
            RealTimePriority.TrySetForCurrentThread(priority);
        }

        TryExecuteTask(task);
    }
}
