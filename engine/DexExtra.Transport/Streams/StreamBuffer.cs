using System.Numerics;
using System.Runtime.CompilerServices;
using DexExtra.Transport.Native;

namespace DexExtra.Transport.Streams;

/// <summary>
/// A mapped stream file: header and frames. Knows the format and how to walk committed frames; who writes when is the
/// business of publication and subscription.
///
/// Invariant of the frames: the length at the producer's tail is zero. A producer keeps it by clearing the next length
/// before it commits the current one. So the walk from any committed boundary ends exactly at the tail, whatever an
/// earlier lap or a producer killed in the middle of a write left beyond it.
/// </summary>
internal sealed unsafe class StreamBuffer : IDisposable
{
    private readonly MappedFile _file;

    private StreamBuffer(MappedFile file)
    {
        _file = file;
        CapacityBytes = file.LengthBytes - StreamHeader.SizeBytes;
        Data = file.Address + StreamHeader.SizeBytes;
    }

    public string Path => _file.Path;

    public MappedFile File => _file;

    public long CapacityBytes { get; }

    public int MaxFrameBytes => MaxFrame(CapacityBytes);

    public ref StreamHeader Header => ref Unsafe.AsRef<StreamHeader>(_file.Address);

    public byte* Data { get; }

    public static int MaxFrame(long capacityBytes) => (int)Math.Min(
        capacityBytes / TransportLimits.MinFramesPerStream,
        TransportLimits.MaxMessageBytes + FrameHeader.AlignmentBytes);

    /// <summary>Maps an existing stream of this boot and checks its header.</summary>
    public static StreamBuffer Open(string path)
    {
        var file = MappedFile.OpenExisting(path);
        try
        {
            CheckHeader(file);
            return new StreamBuffer(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Creates a stream under a temporary name and gives it its name when it is whole.</summary>
    public static StreamBuffer Create(string path, uint sourceId, uint sessionId, long capacityBytes)
    {
        var temporaryPath = path + ".new";
        System.IO.File.Delete(temporaryPath);
        var file = MappedFile.OpenOrCreate(temporaryPath, StreamHeader.SizeBytes + capacityBytes);
        try
        {
            ref var header = ref Unsafe.AsRef<StreamHeader>(file.Address);
            header.Magic = StreamHeader.ExpectedMagic;
            header.Version = StreamHeader.CurrentVersion;
            header.HeaderBytes = StreamHeader.SizeBytes;
            header.SourceId = sourceId;
            header.SessionId = sessionId;
            header.CapacityBytes = capacityBytes;
            header.BootId = BootId.Current;
            header.Crc = StreamHeader.ComputeCrc(header);
            System.IO.File.Move(temporaryPath, path, overwrite: true);
            return new StreamBuffer(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Walks the committed frames from a boundary to the tail, or to <paramref name="stop"/> when it is
    /// met.</summary>
    /// <returns>Where the walk ended.</returns>
    public long Walk(long from, long stop)
    {
        var position = from;
        while (position != stop && position - from < CapacityBytes)
        {
            var length = Volatile.Read(ref FrameAt(position).Length);
            if (length == 0)
            {
                break;
            }

            position += CheckFrame(position, length);
        }

        return position;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref FrameHeader FrameAt(long position) =>
        ref Unsafe.AsRef<FrameHeader>(Data + (position & (CapacityBytes - 1)));

    /// <summary>Checks a committed frame and returns the bytes it occupies.</summary>
    /// <exception cref="TransportException">The frame makes no sense.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int CheckFrame(long position, int length)
    {
        ref readonly var frame = ref FrameAt(position);
        var untilEnd = CapacityBytes - (position & (CapacityBytes - 1));
        var limit = frame.Type == FrameHeader.PaddingType ? untilEnd : Math.Min(untilEnd, MaxFrameBytes);
        var isKnown = frame.Type is FrameHeader.DataType or FrameHeader.PaddingType;
        if (!isKnown || frame.Position != position || length < FrameHeader.SizeBytes || length > limit)
        {
            ThrowDamagedFrame(position, length);
        }

        return FrameHeader.Align(length);
    }

    public void Dispose() => _file.Dispose();

    private static void CheckHeader(MappedFile file)
    {
        if (file.LengthBytes < StreamHeader.SizeBytes)
        {
            throw new TransportException(
                TransportError.DamagedHeader, $"{file.Path} is damaged: it is shorter than a header");
        }

        ref readonly var header = ref Unsafe.AsRef<StreamHeader>(file.Address);
        StreamHeader.Validate(header, file.LengthBytes, file.Path);
        var released = header.ReleasedPosition;
        var capacity = header.CapacityBytes;
        if (capacity < TransportLimits.MinCapacityBytes || !BitOperations.IsPow2(capacity)
            || released < 0 || released % FrameHeader.AlignmentBytes != 0)
        {
            throw new TransportException(
                TransportError.DamagedHeader,
                $"{file.Path} is damaged: capacity {capacity}, released position {released}");
        }

        if (header.BootId != BootId.Current)
        {
            throw new TransportException(
                TransportError.StaleBoot, $"{file.Path} was written before this machine last started");
        }
    }

    private void ThrowDamagedFrame(long position, int length) =>
        throw new TransportException(
            TransportError.DamagedFrame,
            $"{Path} has a damaged frame at position {position}: length {length}, type {FrameAt(position).Type}, "
            + $"own position {FrameAt(position).Position}");
}
