namespace DexExtra.Engine.Effects;

/// <summary>
/// Positions whose lots, or whose resting reduce-only orders, changed since they were last looked at; in order of first
/// change (I-RO-4).
/// </summary>
internal sealed class ChangedPositions(int capacity)
{
    private readonly int[] _queue = new int[capacity];
    private readonly bool[] _isQueued = new bool[capacity];
    private int _head;
    private int _count;

    public bool IsEmpty => _count == 0;

    public void Add(int position)
    {
        if (_isQueued[position])
        {
            return;
        }

        _isQueued[position] = true;
        _queue[(_head + _count) % _queue.Length] = position;
        _count++;
    }

    /// <summary>Takes the first one; there must be one.</summary>
    public int Take()
    {
        var position = _queue[_head];
        _head = (_head + 1) % _queue.Length;
        _count--;
        _isQueued[position] = false;
        return position;
    }
}
