namespace DexExtra.Simulation.Wires;

/// <summary>
/// One session of a producer's stream in shared memory: it outlives both processes, not the machine. Positions count as
/// in the real one. One thread.
/// </summary>
internal sealed class SimStream(uint sourceId, uint sessionId, int capacityBytes)
{
    private const int AlignmentBytes = 32;
    private const int HeaderBytes = 16;

    private readonly List<(byte[] Message, long End)> _frames = [];

    public uint SourceId => sourceId;

    public uint SessionId => sessionId;

    /// <summary>Every message ever committed, with the position behind it.</summary>
    public IReadOnlyList<(byte[] Message, long End)> Frames => _frames;

    public long Tail => _frames.Count == 0 ? 0 : _frames[^1].End;

    public long Released { get; set; }

    public long UsedBytes => Tail - Released;

    public int CapacityBytes => capacityBytes;

    public bool TryCommit(ReadOnlySpan<byte> message)
    {
        var end = Tail + ((HeaderBytes + message.Length + AlignmentBytes - 1) & -AlignmentBytes);
        if (end + AlignmentBytes - Released > capacityBytes)
        {
            return false;
        }

        _frames.Add((message.ToArray(), end));
        return true;
    }

    /// <summary>Number of messages before a position; −1 when none ends there.</summary>
    public int CountBefore(long position)
    {
        if (position == 0)
        {
            return 0;
        }

        var index = _frames.FindIndex(frame => frame.End == position);
        return index < 0 ? -1 : index + 1;
    }
}
