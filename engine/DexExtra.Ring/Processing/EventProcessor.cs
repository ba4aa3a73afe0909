using System.Runtime.CompilerServices;

namespace DexExtra.Ring.Processing;

/// <summary>
/// Feeds one handler from the ring on one thread. Waits for its barrier, hands over everything available as one batch
/// (bounded by the handler's limit), then moves its sequence and wakes whoever waits for it.
/// Invariants: the handler sees every sequence once, in order; the sequence never passes an event whose handling has
/// not returned; after an exception nothing more is handled and the sequence stays where the last good batch ended.
/// </summary>
internal sealed class EventProcessor<T, TEventHandler> : IEventProcessor<T>
    where T : class
    where TEventHandler : IEventHandler<T>
{
    private readonly RingBuffer<T> _ring;
    private readonly SequenceBarrier _barrier;
    private readonly long _maxBatchSize;
    private readonly bool _wantsBatchStart;
    private readonly Sequence _sequence = new();
    private readonly CancellationTokenSource _halt = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _shutdown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lifecycle = new();
    private IExceptionHandler<T> _exceptionHandler = new FatalExceptionHandler<T>();
    private bool _wasStarted;
    private bool _wasHalted;

#pragma warning disable IDE0044 // a struct handler changes its own state; readonly would call it on a copy
    private TEventHandler _handler;
#pragma warning restore IDE0044

    public EventProcessor(RingBuffer<T> ring, SequenceBarrier barrier, TEventHandler handler)
    {
        ArgumentNullException.ThrowIfNull(ring);
        ArgumentNullException.ThrowIfNull(barrier);
        ArgumentNullException.ThrowIfNull(handler);
        _ring = ring;
        _barrier = barrier;
        _handler = handler;
        var maxBatchSize = handler.MaxBatchSize ?? ring.BufferSize;
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBatchSize, 1, nameof(handler));
        _maxBatchSize = maxBatchSize;
        _wantsBatchStart = ImplementsBatchStart(handler.GetType());
    }

    public Sequence Sequence => _sequence;

    public bool IsRunning => Volatile.Read(ref _wasStarted) && !_shutdown.Task.IsCompleted;

    public void SetExceptionHandler(IExceptionHandler<T> exceptionHandler)
    {
        ArgumentNullException.ThrowIfNull(exceptionHandler);
        _exceptionHandler = exceptionHandler;
    }

    public Task Start(TaskScheduler taskScheduler)
    {
        lock (_lifecycle)
        {
            if (_wasStarted || _wasHalted)
            {
                throw new InvalidOperationException("an event processor starts once");
            }

            _wasStarted = true;
        }

        _ = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, taskScheduler);
        return _started.Task;
    }

    public bool RunOnce()
    {
        var next = _sequence.Value + 1;
        var last = Math.Min(_barrier.AvailableSequence, next + _maxBatchSize - 1);
        if (last < next || !TryHandleBatch(ref next, last))
        {
            return false;
        }

        _sequence.SetValue(last);
        _barrier.SignalProgress();
        return true;
    }

    public Task Halt()
    {
        lock (_lifecycle)
        {
            if (!_wasHalted)
            {
                _wasHalted = true;
                _halt.Cancel();
            }

            if (!_wasStarted)
            {
                _shutdown.TrySetResult();
            }
        }

        _barrier.CancelProcessing();
        return _shutdown.Task;
    }

    /// <summary>Asks for the halt without waiting for it; await <see cref="Halt"/> first where the end
    /// matters.</summary>
    public void Dispose() => _ = Halt();

    // calling the interface's own empty method on a struct boxes the struct: one allocation per batch
    private static bool ImplementsBatchStart(Type handlerType)
    {
        var map = handlerType.GetInterfaceMap(typeof(IEventHandler<T>));
        var index = Array.FindIndex(
            map.InterfaceMethods, static method => method.Name == nameof(IEventHandler<>.OnBatchStart));
        return !map.TargetMethods[index].DeclaringType!.IsInterface;
    }

    private void Run()
    {
        try
        {
            if (NotifyStart())
            {
                ProcessEvents(_halt.Token);
            }

            NotifyShutdown();
        }
#pragma warning disable CA1031 // only an exception handler that throws comes here, and then nobody else is left to tell
        catch (Exception ex)
#pragma warning restore CA1031
        {
            Environment.FailFast("the exception handler of a stage failed", ex);
        }
        finally
        {
            _shutdown.TrySetResult();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ProcessEvents(CancellationToken cancellationToken)
    {
        var next = _sequence.Value + 1;
        while (true)
        {
            long available;
            try
            {
                available = _barrier.WaitFor(next, cancellationToken).UnsafeAvailableSequence;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }

            var last = Math.Min(available, next + _maxBatchSize - 1);
            if (!TryHandleBatch(ref next, last))
            {
                return;
            }

            _sequence.SetValue(last);
            _barrier.SignalProgress();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryHandleBatch(ref long next, long last)
    {
        var current = next;
        try
        {
            if (_wantsBatchStart)
            {
                _handler.OnBatchStart(last - current + 1);
            }

            for (; current <= last; current++)
            {
                _handler.OnEvent(_ring[current], current, current == last);
            }

            next = current;
            return true;
        }
#pragma warning disable CA1031 // whatever a stage throws ends it; the handler below brings the process down
        catch (Exception ex)
#pragma warning restore CA1031
        {
            _exceptionHandler.HandleEventException(ex, current, _ring[current]);
            return false;
        }
    }

    private bool NotifyStart()
    {
        try
        {
            _handler.OnStart();
            _started.TrySetResult();
            return true;
        }
#pragma warning disable CA1031 // as above
        catch (Exception ex)
#pragma warning restore CA1031
        {
            _started.TrySetException(ex);
            _exceptionHandler.HandleOnStartException(ex);
            return false;
        }
    }

    private void NotifyShutdown()
    {
        try
        {
            _handler.OnShutdown();
        }
#pragma warning disable CA1031 // as above
        catch (Exception ex)
#pragma warning restore CA1031
        {
            _exceptionHandler.HandleOnShutdownException(ex);
        }
    }
}
