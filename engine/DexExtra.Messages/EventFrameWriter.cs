using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Builds one event frame in a caller's buffer of <see cref="Limits.MaxEventFrameBytes"/>; no allocation.</summary>
public struct EventFrameWriter(byte[] buffer) : IEventSink
{
    private readonly byte[] _buffer = buffer;
    private int _length;
    private int _count;

    /// <summary>The frame after <see cref="End"/>.</summary>
    public readonly ReadOnlySpan<byte> Frame => _buffer.AsSpan(0, _length);

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
        MemoryMarshal.Write(_buffer, in header);
        _length = EventFrameHeader.SizeBytes;
        _count = 0;
    }

    public void Append<TBody>(EventType type, in TBody body)
        where TBody : unmanaged
    {
        var length = EventHeader.SizeBytes + Unsafe.SizeOf<TBody>();
        var header = new EventHeader { Length = checked((ushort)length), Type = type, Index = (uint)_count };
        var destination = _buffer.AsSpan(_length, length);
        MemoryMarshal.Write(destination, in header);
        MemoryMarshal.Write(destination[EventHeader.SizeBytes..], in body);
        _length += length;
        _count++;
    }

    public readonly void End() => MemoryMarshal.AsRef<EventFrameHeader>(_buffer.AsSpan()).EventCount = _count;
}
