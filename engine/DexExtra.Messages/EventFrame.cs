using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>
/// Reads one event log payload: <c>foreach (var e in new EventFrame(payload)) switch (e.Type) …
/// e.Body&lt;Traded&gt;()</c>.
/// Views the bytes in place; valid only while they are.
/// </summary>
public readonly ref struct EventFrame(ReadOnlySpan<byte> payload)
{
    private readonly ReadOnlySpan<byte> _payload = payload;

    public ref readonly EventFrameHeader Header => ref MemoryMarshal.AsRef<EventFrameHeader>(_payload);

    public Enumerator GetEnumerator() => new(_payload[EventFrameHeader.SizeBytes..]);

    /// <summary>One event inside the frame.</summary>
    public readonly ref struct Item(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;

        public EventType Type => MemoryMarshal.AsRef<EventHeader>(_bytes).Type;

        public uint Index => MemoryMarshal.AsRef<EventHeader>(_bytes).Index;

        public ref readonly TBody Body<TBody>()
            where TBody : unmanaged => ref MemoryMarshal.AsRef<TBody>(_bytes[EventHeader.SizeBytes..]);
    }

    public ref struct Enumerator(ReadOnlySpan<byte> events)
    {
        private ReadOnlySpan<byte> _rest = events;
        private ReadOnlySpan<byte> _current;

        public readonly Item Current => new(_current);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext()
        {
            if (_rest.IsEmpty)
            {
                return false;
            }

            int length = MemoryMarshal.AsRef<EventHeader>(_rest).Length;
            _current = _rest[..length];
            _rest = _rest[length..];
            return true;
        }
    }
}
