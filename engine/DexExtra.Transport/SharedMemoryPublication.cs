using System.Numerics;
using System.Security.Cryptography;
using DexExtra.Transport.Streams;

namespace DexExtra.Transport;

/// <summary>
/// The only producer of one stream, over a file in shared memory. One thread, or an external lock.
///
/// A frame is committed by the release store of its length, after its message is written and the next frame's length
/// is cleared; so a producer killed anywhere leaves either the whole frame or none, and its successor finds the tail
/// by walking from the released position and goes on in the same session. At least one aligned slot stays free, so
/// that the cleared length never belongs to a frame the consumer has not released. A stream of an earlier boot of the
/// machine is replaced by a new session.
/// </summary>
public sealed unsafe class SharedMemoryPublication : IPublication
{
    private readonly ProducerLock _lock;
    private readonly StreamBuffer _stream;
    private readonly Doorbell? _doorbell;
    private readonly long _capacityBytes;
    private readonly long _mask;
    private byte* _data;
    private long _tail;
    private long _limit;

    private SharedMemoryPublication(ProducerLock producerLock, StreamBuffer stream, Doorbell? doorbell)
    {
        _lock = producerLock;
        _stream = stream;
        _doorbell = doorbell;
        _data = stream.Data;
        _capacityBytes = stream.CapacityBytes;
        _mask = _capacityBytes - 1;
        SourceId = stream.Header.SourceId;
        SessionId = stream.Header.SessionId;
        MaxMessageBytes = stream.MaxFrameBytes - FrameHeader.SizeBytes;
        var released = Volatile.Read(ref stream.Header.ReleasedPosition);
        _tail = stream.Walk(released, long.MaxValue);
        _limit = released + _capacityBytes;
        stream.Header.ProducerProcessId = Environment.ProcessId;
    }

    public long Position => _tail;

    public uint SourceId { get; }

    public uint SessionId { get; }

    /// <summary>Longest message this stream takes, bytes.</summary>
    public int MaxMessageBytes { get; }

    /// <summary>Opens the stream of a source as its producer: creates it, or goes on after its last committed
    /// message.</summary>
    /// <exception cref="TransportException">Another producer lives (<see cref="TransportError.ProducerActive"/>), the
    /// file is damaged, or the system refused.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is not a power of two within the limits.</exception>
    public static SharedMemoryPublication Open(PublicationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        CheckCapacity(options.CapacityBytes);
        CreateFolder(options.StreamsFolder);
        var path = StreamFiles.StreamPath(options.StreamsFolder, options.SourceId);
        var producerLock = ProducerLock.Take(options.StreamsFolder, options.SourceId);
        StreamBuffer? stream = null;
        try
        {
            stream = OpenOrCreate(path, options);
            var publication = new SharedMemoryPublication(producerLock, stream, options.Doorbell);

            // whoever owned the stream before may have died between a commit and its ring
            options.Doorbell?.RingAlways();
            return publication;
        }
        catch
        {
            stream?.Dispose();
            producerLock.Dispose();
            throw;
        }
    }

    public long Offer(ReadOnlySpan<byte> message)
    {
        if (_data == null)
        {
            return PublicationResult.Closed;
        }

        if (message.Length > MaxMessageBytes)
        {
            return PublicationResult.MaxMessageExceeded;
        }

        var frameBytes = FrameHeader.Align(FrameHeader.SizeBytes + message.Length);
        var untilEnd = _capacityBytes - (_tail & _mask);
        var paddingBytes = frameBytes > untilEnd ? untilEnd : 0;
        if (!HasRoom(paddingBytes + frameBytes + FrameHeader.AlignmentBytes))
        {
            return PublicationResult.BackPressured;
        }

        if (paddingBytes != 0)
        {
            Commit(FrameHeader.PaddingType, (int)paddingBytes, (int)paddingBytes);
        }

        message.CopyTo(new Span<byte>(_data + (_tail & _mask) + FrameHeader.SizeBytes, message.Length));
        Commit(FrameHeader.DataType, FrameHeader.SizeBytes + message.Length, frameBytes);
        _doorbell?.Ring();
        return _tail;
    }

    public void Dispose()
    {
        if (_data != null)
        {
            _data = null;
            _stream.Dispose();
            _lock.Dispose();
        }
    }

    private static void CheckCapacity(long capacityBytes)
    {
        if (capacityBytes is < TransportLimits.MinCapacityBytes or > TransportLimits.MaxCapacityBytes
            || !BitOperations.IsPow2(capacityBytes))
        {
            throw new ArgumentOutOfRangeException(
                nameof(capacityBytes),
                capacityBytes,
                $"a capacity is a power of two within {TransportLimits.MinCapacityBytes}"
                + $"..{TransportLimits.MaxCapacityBytes} bytes");
        }
    }

    private static void CreateFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(
                folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new TransportException(TransportError.SystemCallFailed, $"cannot create {folder}: {ex.Message}", ex);
        }
    }

    private static StreamBuffer OpenOrCreate(string path, PublicationOptions options)
    {
        if (File.Exists(path))
        {
            try
            {
                return CheckSource(StreamBuffer.Open(path), options.SourceId);
            }
            catch (TransportException ex) when (ex.Error == TransportError.StaleBoot)
            {
                // nothing in it can be trusted or was acknowledged: a new session takes its place below
            }
        }

        return StreamBuffer.Create(path, options.SourceId, NewSessionId(), options.CapacityBytes);
    }

    private static StreamBuffer CheckSource(StreamBuffer stream, uint sourceId)
    {
        var actual = stream.Header.SourceId;
        if (actual == sourceId)
        {
            return stream;
        }

        var path = stream.Path;
        stream.Dispose();
        throw new TransportException(TransportError.DamagedHeader, $"{path} belongs to source {actual}");
    }

    private static uint NewSessionId() => (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue);

    private bool HasRoom(long requiredBytes)
    {
        if (_tail + requiredBytes <= _limit)
        {
            return true;
        }

        _limit = Volatile.Read(ref _stream.Header.ReleasedPosition) + _capacityBytes;
        return _tail + requiredBytes <= _limit;
    }

    private void Commit(int type, int length, int frameBytes)
    {
        var frame = (FrameHeader*)(_data + (_tail & _mask));
        var next = _tail + frameBytes;
        frame->Type = type;
        frame->Position = _tail;
        ((FrameHeader*)(_data + (next & _mask)))->Length = 0;
        Volatile.Write(ref frame->Length, length);
        _tail = next;
    }
}
