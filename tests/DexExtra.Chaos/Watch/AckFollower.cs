using System.Security.Cryptography;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;
using DexExtra.Messages;

namespace DexExtra.Chaos.Watch;

/// <summary>
/// Follows the event log as every process behind the engine does. What it has seen is acknowledged: it keeps a digest
/// of every frame for good, and a frame that is read again must be the same to the bit. A thread of its own while
/// following; every public member may be called from any thread.
/// </summary>
internal sealed class AckFollower(string eventsFolder) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<UInt128> _digests = [];
    private readonly List<string> _problems = [];
    private EventLogReader? _reader;
    private Thread? _thread;
    private volatile bool _stopping;
    private long _lastCorrelation;

    /// <summary>True where the row takes the disk away under the follower, whose errors are then no finding.</summary>
    public bool DiskMayDie { get; init; }

    /// <summary>Sequence of the last acknowledged frame.</summary>
    public long Count
    {
        get
        {
            lock (_lock)
            {
                return _digests.Count;
            }
        }
    }

    /// <summary>Number of the last acknowledged command of the load.</summary>
    public long LastCorrelation => Volatile.Read(ref _lastCorrelation);

    /// <summary>Trades in the acknowledged frames.</summary>
    public long Trades { get; private set; }

    /// <summary>Deposits credited in the acknowledged frames.</summary>
    public long Deposits { get; private set; }

    public void Start()
    {
        _stopping = false;
        _thread = new Thread(Run) { Name = "acknowledgements", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Reads what is there, then lets go of the files.</summary>
    public void Stop()
    {
        _stopping = true;
        _thread?.Join();
        _thread = null;
        Drain();
        lock (_lock)
        {
            _reader?.Dispose();
            _reader = null;
        }
    }

    /// <summary>Lets go of the files without looking into them again: they are about to be gone.</summary>
    public void Abandon()
    {
        _stopping = true;
        _thread?.Join();
        _thread = null;
        _reader?.Dispose();
        _reader = null;
    }

    /// <summary>Reads everything that is in the log now.</summary>
    public void Drain()
    {
        while (ReadSome())
        {
        }
    }

    public IReadOnlyList<UInt128> Digests()
    {
        lock (_lock)
        {
            return [.. _digests];
        }
    }

    public IReadOnlyList<string> TakeProblems()
    {
        lock (_lock)
        {
            string[] taken = [.. _problems];
            _problems.Clear();
            return taken;
        }
    }

    public static UInt128 Digest(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return System.Runtime.InteropServices.MemoryMarshal.Read<UInt128>(hash);
    }

    public void Dispose()
    {
        if (_thread is not null)
        {
            Stop();
        }

        _reader?.Dispose();
    }

    private void Run()
    {
        while (!_stopping)
        {
            if (!ReadSome())
            {
                Thread.Sleep(1);
            }
        }
    }

    private bool ReadSome()
    {
        const int FramesAtOnce = 256;
        lock (_lock)
        {
            _reader ??= EventLogReader.Open(eventsFolder, 0);
            try
            {
                for (var count = 0; count < FramesAtOnce; count++)
                {
                    if (!_reader.TryRead(out var sequence, out var payload))
                    {
                        return false;
                    }

                    Keep(sequence, payload);
                }
            }
            catch (Exception error) when (error is EventLogCorruptException or StorageException)
            {
                if (!(DiskMayDie && error is StorageException))
                {
                    _problems.Add($"a follower met damage: {error.Message}");
                }

                _stopping = true;
                return false;
            }
        }

        return true;
    }

    private void Keep(long sequence, ReadOnlySpan<byte> payload)
    {
        var digest = Digest(payload);
        if (sequence <= _digests.Count)
        {
            if (_digests[(int)sequence - 1] != digest)
            {
                _problems.Add($"P3: the event frame of sequence {sequence} is not the one that was published before");
            }

            return;
        }

        _digests.Add(digest);
        var frame = new EventFrame(payload);
        if (frame.Header.SourceId == Load.LoadProducer.SourceId)
        {
            Volatile.Write(ref _lastCorrelation, (long)frame.Header.CorrelationId);
        }

        foreach (var item in frame)
        {
            Trades += item.Type == EventType.Traded ? 1 : 0;
            Deposits += item.Type == EventType.DepositCredited ? 1 : 0;
        }
    }
}
