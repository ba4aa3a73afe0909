using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>
/// Builds one event frame inside a caller's buffer, which must have <see cref="Limits.MaxEventFrameBytes"/> of room
/// behind the offset; no allocation.
/// </summary>
public struct EventFrameWriter(byte[] buffer, int offset = 0) : IEventSink
{
    private readonly byte[] _buffer = buffer;
    private readonly int _offset = offset;
    private int _length;
    private int _count;

    /// <summary>The frame after <see cref="End"/>.</summary>
    public readonly ReadOnlySpan<byte> Frame => _buffer.AsSpan(_offset, _length);

    public void Begin(in CommandHeader command)
    {
        var header = new EventFrameHeader
        {
            Sequence = command.Sequence,
            TimestampNs = command.TimestampNs,
            CorrelationId = command.CorrelationId,
            ReceivedNs = command.ReceivedNs,
            SourceId = command.SourceId,
            SourceSession = command.SourceSession,
            CommandType = command.Type,
            Version = CommandHeader.CurrentVersion,
        };
        MemoryMarshal.Write(_buffer.AsSpan(_offset), in header);
        _length = EventFrameHeader.SizeBytes;
        _count = 0;
    }

    /// <exception cref="InvalidOperationException">The frame would be larger than any may be.</exception>
    public void Append<TBody>(EventType type, in TBody body)
        where TBody : unmanaged => MemoryMarshal.Write(Take(type, Unsafe.SizeOf<TBody>()), in body);

    /// <exception cref="InvalidOperationException">The frame would be larger than any may be.</exception>
    public ref TBody Add<TBody>(EventType type)
        where TBody : unmanaged
    {
        var body = Take(type, Unsafe.SizeOf<TBody>());
        body.Clear();
        return ref MemoryMarshal.AsRef<TBody>(body);
    }

    public readonly void End() =>
        MemoryMarshal.AsRef<EventFrameHeader>(_buffer.AsSpan(_offset)).EventCount = _count;

    /// <summary>Room for one more event behind its header.</summary>
    private Span<byte> Take(EventType type, int bodyBytes)
    {
        var length = EventHeader.SizeBytes + bodyBytes;
        if (_length + length > Limits.MaxEventFrameBytes)
        {
            throw new InvalidOperationException("an event frame is larger than any may be");
        }

        var header = new EventHeader { Length = checked((ushort)length), Type = type, Index = (uint)_count };
        var destination = _buffer.AsSpan(_offset + _length, length);
        MemoryMarshal.Write(destination, in header);
        _length += length;
        _count++;
        return destination[EventHeader.SizeBytes..];
    }
}
