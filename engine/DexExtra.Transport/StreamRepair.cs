using DexExtra.Transport.Native;
using DexExtra.Transport.Streams;

namespace DexExtra.Transport;

/// <summary>
/// For a consumer that lost what it had said was safe: how far a stream was released, and how it is read again from an
/// earlier place. Changing a stream needs both its ends closed. Any thread.
/// </summary>
public static class StreamRepair
{
    /// <summary>Up to here the consumer has said that everything is safe elsewhere.</summary>
    /// <exception cref="TransportException">The file is damaged or of an earlier boot.</exception>
    public static long ReleasedPosition(StreamInfo stream)
    {
        using var buffer = StreamBuffer.Open(stream.Path);
        return Volatile.Read(ref buffer.Header.ReleasedPosition);
    }

    /// <summary>
    /// Takes the release of everything behind <paramref name="position"/> back, when all of it is still there. False
    /// when the producer has written over some of it, or the position is no boundary: then nothing is changed.
    /// </summary>
    /// <exception cref="TransportException">Its producer or its consumer lives, or the file is damaged.</exception>
    public static bool TryRewind(StreamInfo stream, long position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        using var producer = ProducerLock.Take(FolderOf(stream), stream.SourceId);
        using var buffer = OpenAlone(stream);
        var released = buffer.Header.ReleasedPosition;
        if (position >= released)
        {
            return position == released;
        }

        if (!IsWhole(buffer, position, released))
        {
            return false;
        }

        Volatile.Write(ref buffer.Header.ReleasedPosition, position);
        return true;
    }

    /// <summary>
    /// Takes the stream out of its folder under another name, which is returned: its producer begins a new session.
    /// </summary>
    /// <exception cref="TransportException">Its producer or its consumer lives, or the file is damaged.</exception>
    public static string SetAside(StreamInfo stream)
    {
        using var producer = ProducerLock.Take(FolderOf(stream), stream.SourceId);
        using var buffer = OpenAlone(stream);
        var target = $"{stream.Path}.{stream.SessionId:x8}.lost";
        File.Move(stream.Path, target, overwrite: true);
        return target;
    }

    /// <summary>
    /// The frames from there to the tail follow each other, and the tail has not come round to the first of them.
    /// </summary>
    private static bool IsWhole(StreamBuffer buffer, long position, long released)
    {
        try
        {
            return buffer.Walk(position, released) == released
                && buffer.Walk(released, -1) - position <= buffer.CapacityBytes - FrameHeader.AlignmentBytes;
        }
        catch (TransportException error) when (error.Error == TransportError.DamagedFrame)
        {
            return false;
        }
    }

    private static StreamBuffer OpenAlone(StreamInfo stream)
    {
        var buffer = StreamBuffer.Open(stream.Path);
        if (ExclusiveLock.TryTake(buffer.File.Handle, stream.Path))
        {
            return buffer;
        }

        buffer.Dispose();
        throw new TransportException(TransportError.ConsumerActive, $"a living consumer owns {stream.Path}");
    }

    private static string FolderOf(StreamInfo stream) => Path.GetDirectoryName(Path.GetFullPath(stream.Path))!;
}
