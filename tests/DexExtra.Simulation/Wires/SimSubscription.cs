using DexExtra.Transport;

namespace DexExtra.Simulation.Wires;

/// <summary>The consumer's end of a <see cref="SimStream"/>: refuses what the real one refuses.</summary>
internal sealed class SimSubscription : ISubscription
{
    private readonly SimStream _stream;
    private int _next;

    /// <exception cref="TransportException">The position is released already, or not the end of a message.</exception>
    public SimSubscription(SimStream stream, long position)
    {
        if (position < stream.Released)
        {
            throw new TransportException(
                TransportError.PositionReleased, $"released up to {stream.Released}: cannot be read from {position}");
        }

        _stream = stream;
        _next = stream.CountBefore(position);
        if (_next < 0)
        {
            throw new TransportException(
                TransportError.PositionNotCommitted, $"no committed message ends at {position}");
        }

        Position = position;
        stream.Released = position;
    }

    public long Position { get; private set; }

    public uint SourceId => _stream.SourceId;

    public uint SessionId => _stream.SessionId;

    public int Poll<THandler>(ref THandler handler, int fragmentLimit)
        where THandler : struct, IFragmentHandler, allows ref struct
    {
        var count = 0;
        while (count < fragmentLimit && _next < _stream.Frames.Count)
        {
            var (message, end) = _stream.Frames[_next++];
            Position = end;
            count++;
            handler.OnFragment(message, end);
        }

        return count;
    }

    public void Release(long position)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(position, _stream.Released);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, Position);
        _stream.Released = position;
    }

    public void Dispose()
    {
    }
}
