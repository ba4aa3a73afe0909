using DexExtra.Messages;

namespace DexExtra.Engine.Host;

/// <summary>
/// Memory between match and publish: frames of events lie one behind the other and are given back in order. The match
/// thread reserves room for the largest frame before each command, so a frame is always contiguous and never copied
/// on its way in. Positions only grow; one writer thread, one reader thread.
/// </summary>
/// <param name="buffer">Memory of <see cref="CapacityBytes"/>.</param>
internal sealed class EventRing(byte[] buffer)
{
    public const int CapacityBytes = 3 * Limits.MaxEventFrameBytes;

    private long _next;
    private long _released;

    public EventRing()
        : this(GC.AllocateUninitializedArray<byte>(CapacityBytes, pinned: true))
    {
    }

    public byte[] Buffer { get; } = buffer;

    /// <summary>
    /// Match thread: a position with room for the largest frame; waits while the publisher is behind.
    /// </summary>
    public long Reserve()
    {
        var room = CapacityBytes - OffsetOf(_next);
        if (room < Limits.MaxEventFrameBytes)
        {
            _next += room;
        }

        var spinner = default(SpinWait);
        while (_next + Limits.MaxEventFrameBytes - Volatile.Read(ref _released) > CapacityBytes)
        {
            spinner.SpinOnce();
        }

        return _next;
    }

    /// <summary>Match thread: the frame at the reserved position has this length.</summary>
    public void Commit(int length) => _next += length;

    /// <summary>Publish thread: everything before this position may be overwritten.</summary>
    public void Release(long position) => Volatile.Write(ref _released, position);

    public ReadOnlySpan<byte> Frame(long position, int length) => Buffer.AsSpan(OffsetOf(position), length);

    public static int OffsetOf(long position) => (int)(position % CapacityBytes);
}
