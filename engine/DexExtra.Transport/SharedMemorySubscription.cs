using DexExtra.Transport.Native;
using DexExtra.Transport.Streams;

namespace DexExtra.Transport;

/// <summary>
/// The only consumer of one stream. Poll on one thread; Release on one thread, possibly another; Dispose when both
/// have stopped. Frames stay untouched until released, so a consumer that records (session, position) durably before
/// it releases, and reopens there after a crash, gets every message exactly once.
/// </summary>
public sealed unsafe class SharedMemorySubscription : ISubscription
{
    private readonly StreamBuffer _stream;
    private readonly string _lockPath;
    private FileStream? _producerLock;
    private byte* _data;
    private long _position;
    private long _released;

    private SharedMemorySubscription(StreamBuffer stream, string lockPath, long position)
    {
        _stream = stream;
        _lockPath = lockPath;
        _data = stream.Data;
        _position = position;
        SourceId = stream.Header.SourceId;
        SessionId = stream.Header.SessionId;
        _released = position;
        Volatile.Write(ref stream.Header.ReleasedPosition, position);
    }

    public long Position => Volatile.Read(ref _position);

    /// <summary>Last position given back to the producer.</summary>
    public long ReleasedPosition => Volatile.Read(ref _released);

    public uint SourceId { get; }

    public uint SessionId { get; }

    /// <summary>Opens a stream where it was last released: for a consumer that keeps no position of its own.</summary>
    /// <exception cref="TransportException">As <see cref="Open(string, long)"/>.</exception>
    public static SharedMemorySubscription Open(string path) => OpenAt(path, null);

    /// <summary>Opens a stream behind the last message that is safe elsewhere. Everything before
    /// <paramref name="resumePosition"/> is released at once; 0 starts a session from its beginning.</summary>
    /// <exception cref="TransportException">Another consumer lives, the file is damaged or of an earlier boot, or the
    /// position is already released or not the end of a committed message.</exception>
    public static SharedMemorySubscription Open(string path, long resumePosition)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(resumePosition);
        return OpenAt(path, resumePosition);
    }

    public int Poll<THandler>(ref THandler handler, int fragmentLimit)
        where THandler : struct, IFragmentHandler, allows ref struct
    {
        ObjectDisposedException.ThrowIf(_data == null, this);
        var fragments = 0;
        var position = _position;
        while (fragments < fragmentLimit)
        {
            ref var frame = ref _stream.FrameAt(position);
            var length = Volatile.Read(ref frame.Length);
            if (length == 0)
            {
                break;
            }

            var start = position & (_stream.CapacityBytes - 1);
            position += _stream.CheckFrame(position, length);

            // before the handler: another thread may release this position as soon as the handler has passed it on
            Volatile.Write(ref _position, position);
            if (frame.Type == FrameHeader.DataType)
            {
                fragments++;
                var messageBytes = length - FrameHeader.SizeBytes;
                handler.OnFragment(
                    new ReadOnlySpan<byte>(_data + start + FrameHeader.SizeBytes, messageBytes), position);
            }
        }

        return fragments;
    }

    public void Release(long position)
    {
        ObjectDisposedException.ThrowIf(_data == null, this);
        if (position < _released || position > Volatile.Read(ref _position)
            || position % FrameHeader.AlignmentBytes != 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(position), position, $"can release from {_released} to {Position}");
        }

        _released = position;
        Volatile.Write(ref _stream.Header.ReleasedPosition, position);
    }

    /// <summary>True while the producer's process has the stream open. Asks the kernel; cold path.</summary>
    public bool IsProducerAlive()
    {
        _producerLock ??= MappedFile.OpenForLock(_lockPath);
        return ExclusiveLock.IsHeldElsewhere(_producerLock.SafeFileHandle, _lockPath);
    }

    public void Dispose()
    {
        if (_data != null)
        {
            _data = null;
            _producerLock?.Dispose();
            _stream.Dispose();
        }
    }

    private static SharedMemorySubscription OpenAt(string path, long? resumePosition)
    {
        var stream = StreamBuffer.Open(path);
        try
        {
            if (!ExclusiveLock.TryTake(stream.File.Handle, path))
            {
                throw new TransportException(TransportError.ConsumerActive, $"another living consumer owns {path}");
            }

            var released = stream.Header.ReleasedPosition;
            var position = resumePosition ?? released;
            CheckResume(stream, released, position);
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            return new SharedMemorySubscription(
                stream, StreamFiles.LockPath(folder, stream.Header.SourceId), position);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static void CheckResume(StreamBuffer stream, long released, long position)
    {
        if (position < released)
        {
            throw new TransportException(
                TransportError.PositionReleased,
                $"{stream.Path} is released up to {released}: it cannot be read from {position}");
        }

        var reached = stream.Walk(released, position);
        if (reached != position)
        {
            throw new TransportException(
                TransportError.PositionNotCommitted,
                $"{stream.Path} has no committed message that ends at {position}; the walk from {released} "
                + $"came to {reached}");
        }
    }
}
