namespace DexExtra.Protocol;

/// <summary>
/// Cuts a byte stream into frames however it was fragmented. Owns one buffer for its whole life: the owner receives
/// into <see cref="Free"/>, calls <see cref="Advance"/>, then <see cref="TryRead"/> until it is not Complete. One
/// thread. After Malformed or TooLong the stream cannot be followed and every further answer is the same.
/// </summary>
public sealed class FrameReader
{
    private readonly int _maxFrameBytes;
    private readonly byte[] _buffer;
    private int _first;
    private int _end;

    /// <param name="maxFrameBytes">Longer frames are TooLong.</param>
    /// <param name="bufferBytes">At least two frames long, so that a receive is never tiny.</param>
    /// <exception cref="ArgumentOutOfRangeException">The buffer is shorter than two frames.</exception>
    public FrameReader(int maxFrameBytes, int bufferBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxFrameBytes, Frame.HeaderBytes);
        ArgumentOutOfRangeException.ThrowIfLessThan(bufferBytes, 2 * maxFrameBytes);
        _maxFrameBytes = maxFrameBytes;
        _buffer = new byte[bufferBytes];
    }

    /// <summary>Where to receive next; never empty once TryRead was called until it was not Complete.</summary>
    public Memory<byte> Free => _buffer.AsMemory(_end);

    /// <summary>Bytes received and not yet read as a frame.</summary>
    public int PendingBytes => _end - _first;

    /// <exception cref="ArgumentOutOfRangeException">More than <see cref="Free"/> holds.</exception>
    public void Advance(int receivedBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(receivedBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(receivedBytes, _buffer.Length - _end);
        _end += receivedBytes;
    }

    /// <summary>Takes the next frame. The span is valid until the next call of any member.</summary>
    public FrameStatus TryRead(out ReadOnlySpan<byte> frame)
    {
        var status = Frame.Peek(_buffer.AsSpan(_first, _end - _first), _maxFrameBytes, out var length);
        frame = _buffer.AsSpan(_first, length);
        _first += length;
        if (status == FrameStatus.Incomplete)
        {
            MakeRoom();
        }

        return status;
    }

    /// <summary>Forgets everything, for a new connection.</summary>
    public void Reset() => (_first, _end) = (0, 0);

    /// <summary>Moves the unread rest to the front only when a whole frame might not fit behind it any more.</summary>
    private void MakeRoom()
    {
        if (_first == _end)
        {
            Reset();
        }
        else if (_buffer.Length - _first < _maxFrameBytes)
        {
            _buffer.AsSpan(_first, _end - _first).CopyTo(_buffer);
            (_first, _end) = (0, _end - _first);
        }
    }
}
