using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>
/// First 64 bytes of every command, in the transport, the ring and the journal.
/// The producer fills Length, Type, Version, CorrelationId, ReceivedNs; the sequencer stamps the rest.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct CommandHeader
{
    public const int SizeBytes = 64;
    public const ushort CurrentVersion = 1;

    /// <summary>Header and body, a multiple of 8.</summary>
    public int Length;
    public CommandType Type;
    public ushort Version;

    /// <summary>Global position in the command log, from 1, gapless.</summary>
    public long Sequence;

    /// <summary>Engine time, nanoseconds since the Unix epoch, never decreasing.</summary>
    public long TimestampNs;

    /// <summary>The publication that carried the command; 0 for the sequencer's own ticks.</summary>
    public uint SourceId;
    public uint SourceSession;

    /// <summary>Position in that publication after this command: where the engine resumes it after a restart.</summary>
    public long SourcePosition;

    /// <summary>Chosen by the producer, echoed in the frame of events.</summary>
    public ulong CorrelationId;

    /// <summary>When the edge received the first byte, by the edge's clock; 0 if unknown.</summary>
    public long ReceivedNs;

    /// <summary>G1: random bits drawn by the sequencer; the only randomness that the engine sees.</summary>
    public ulong Entropy;
}
