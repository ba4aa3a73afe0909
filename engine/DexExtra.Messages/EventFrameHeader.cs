using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>
/// First 48 bytes of an event log payload: the one frame that answers one command. Followed by
/// <see cref="EventCount"/> events, each an <see cref="EventHeader"/> and its body.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct EventFrameHeader
{
    public const int SizeBytes = 48;

    public long Sequence;
    public long TimestampNs;
    public ulong CorrelationId;
    public long ReceivedNs;
    public uint SourceId;
    public uint SourceSession;
    public CommandType CommandType;
    public ushort Version;
    public int EventCount;
}
