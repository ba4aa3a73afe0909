namespace DexExtra.Ring.Processing;

/// <summary>One stage's thread: waits on a barrier, feeds a handler, moves its own sequence.</summary>
public interface IEventProcessor : IDisposable
{
    /// <summary>The last sequence this stage has fully handled.</summary>
    Sequence Sequence { get; }

    /// <summary>True between the call of <see cref="Start"/> and the end of the stage's thread.</summary>
    bool IsRunning { get; }

    /// <summary>Runs the stage as one long task on the scheduler. A processor starts once.</summary>
    /// <returns>Completes when the handler's OnStart has returned; faults when it failed.</returns>
    Task Start(TaskScheduler taskScheduler);

    /// <summary>Hands what is available now to the handler, on the calling thread and without waiting, as one batch:
    /// for hosts that turn their stages by hand instead of <see cref="Start"/>.</summary>
    /// <returns>False when nothing is available, or when the exception handler was told that the handler failed; then
    /// the processor must not be used any more.</returns>
    bool RunOnce();

    /// <summary>Asks the stage to stop after the batch in hand. Idempotent; any thread.</summary>
    /// <returns>Completes after the handler's OnShutdown.</returns>
    Task Halt();
}
