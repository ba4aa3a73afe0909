using DexExtra.Gateway.Views;
using DexExtra.Hosting;
using DexExtra.Journal.Archive;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;
using DexExtra.Messages;
using DexExtra.Transport;

namespace DexExtra.Gateway.Follow;

/// <summary>
/// The gateway's only source of truth: one thread reads the event log from its beginning and applies each frame to the
/// views, then to the listeners, then completes the request that waits for it. Waits on the events doorbell. It never
/// slows the engine. <see cref="IsCaughtUp"/> turns true when the end of the log was reached for the first time.
/// A record that does not verify is waited for: after a power loss the engine's start zeroes what is torn and writes it
/// again, in place. It is final (P11) when the engine publishes and the record stays as it is.
/// </summary>
internal sealed class EventFollower : IDisposable
{
    private readonly VenueView _venue;
    private readonly PendingRequests _pending;
    private readonly IFrameListener[] _listeners;
    private readonly EventLogReader _reader;
    private readonly Doorbell _doorbell;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stopping;
    private volatile bool _caughtUp;
    private volatile EventLogCorruptException? _damage;
    private int _damageRings;

    /// <exception cref="TransportException">The doorbell cannot be opened.</exception>
    public EventFollower(
        VenueSection venueSection, VenueView venue, PendingRequests pending, params IFrameListener[] listeners)
    {
        Directory.CreateDirectory(venueSection.RunFolder);
        _venue = venue;
        _pending = pending;
        _listeners = listeners;
        var history = EventHistory.Of(
            FileStorage.Instance, venueSection.EventsFolder, venueSection.EventsArchiveFolder);
        _reader = EventLogReader.Open(history, venueSection.EventsFolder, 0);
        _doorbell = Doorbell.Open(venueSection.EventsDoorbell);
        _thread = new Thread(Run) { Name = "event-follower", IsBackground = true };
    }

    /// <summary>False again while <see cref="Damage"/> hides what the engine publishes.</summary>
    public bool IsCaughtUp => _caughtUp && _damage is null;

    /// <summary>File, offset, sequence and reason of what is waited for; null while the log is whole.</summary>
    public string? Damage => _damage?.Message;

    /// <summary>Ends when the follower does; faulted when the log is damaged or contradicts itself.</summary>
    public Task Ended => _ended.Task;

    public void Start() => _thread.Start();

    public void Dispose()
    {
        _stopping = true;
        _doorbell.Ring();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        _reader.Dispose();
        _doorbell.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!_stopping)
            {
                if (Poll() > 0)
                {
                    continue;
                }

                var seen = _doorbell.Observe();
                if (Poll() > 0)
                {
                    continue;
                }

                _caughtUp = _caughtUp || _damage is null;
                if (_doorbell.Wait(seen, GatewayLimits.FollowerWaitMs))
                {
                    CountRing();
                }
            }

            _ended.SetResult();
        }
        catch (FatalException error)
        {
            _ended.SetException(error);
        }
        catch (Exception error) // the thread's last resort: the process must not live on without its follower
        {
            _ended.SetException(new FatalException(
                ExitCodes.Software, $"event follower after sequence {_venue.Sequence}: {error.Message}", error));
        }
    }

    private int Poll()
    {
        lock (_venue.Gate)
        {
            var count = Read();
            foreach (var listener in _listeners)
            {
                listener.OnPause();
            }

            return count;
        }
    }

    private int Read()
    {
        var before = _venue.Sequence;
        try
        {
            var handler = new Handler(this);
            var count = _reader.Poll(ref handler, GatewayLimits.FramesPerPoll);
            _damage = null;
            return count;
        }
        catch (EventLogCorruptException error)
        {
            _damageRings = _venue.Sequence > before || _damage is null ? 0 : _damageRings;
            _damage = error;
            return 0;
        }
    }

    /// <summary>
    /// The engine rings when it publishes, long after its start has mended the log. A few rings may be another's.
    /// </summary>
    /// <exception cref="FatalException">The damage is final.</exception>
    private void CountRing()
    {
        if (_damage is { } damage && ++_damageRings >= GatewayLimits.DamageRingsMax)
        {
            throw new FatalException(
                ExitCodes.Storage,
                $"{damage.Message}; the engine publishes behind it: "
                + "see \"The event log is damaged\" in docs/RUNBOOK.md");
        }
    }

    private void OnRecord(ReadOnlySpan<byte> payload)
    {
        var frame = new EventFrame(payload);
        _venue.Apply(frame);
        foreach (var listener in _listeners)
        {
            listener.OnFrame(frame);
        }

        _pending.Complete(in frame.Header, payload);
    }

    private readonly struct Handler(EventFollower follower) : IEventLogHandler
    {
        public void OnRecord(long sequence, ReadOnlySpan<byte> payload) => follower.OnRecord(payload);
    }
}
