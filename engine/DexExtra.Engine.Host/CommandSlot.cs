using System.Runtime.CompilerServices;
using DexExtra.Messages;

namespace DexExtra.Engine.Host;

/// <summary>
/// One reusable slot of the ring: the command's bytes, where it came from, and where its frame of events stands.
/// The sequence stage writes the command and origin, the match stage writes the frame, the publish stage reads all.
/// </summary>
internal sealed class CommandSlot
{
    private Bytes _bytes;

    /// <summary>The stream to release once the command is durable; null for the sequencer's own ticks.</summary>
    public StreamSource? Source { get; set; }

    /// <summary>When it was sequenced (<see cref="StageTimes.NowNs"/>); 0 when it is not timed.</summary>
    public long SequencedAtNs { get; set; }

    /// <summary>Position of the frame in the <see cref="EventRing"/>.</summary>
    public long FramePosition { get; set; }

    public int FrameLength { get; set; }

    /// <summary>The whole command as its header states its length.</summary>
    public ReadOnlySpan<byte> Command => Room[..CommandCodec.Header(Room).Length];

    /// <summary>Room for the largest command.</summary>
    public Span<byte> Room => _bytes;

    [InlineArray(Limits.MaxCommandBytes)]
    private struct Bytes
    {
        private byte _first;
    }
}
