using DexExtra.Engine.Collections;

namespace DexExtra.Engine.Book;

/// <summary>
/// Nodes of all price ladders: a bitmap of 64 children and their slots (nodes above, price levels at the bottom).
/// Preallocated and shared; a node exists only while something hangs below it.
/// </summary>
internal sealed class LadderNodes(int capacity)
{
    public const int Fanout = 64;
    public const int DigitBits = 6;

    private readonly SlotPool<ulong> _bitmaps = new(capacity);
    private readonly int[] _children = new int[capacity * Fanout];

    public int Free => _bitmaps.Free;

    public int Count => _bitmaps.Count;

    /// <summary>Bit n set = child n exists.</summary>
    public ref ulong Bitmap(int node) => ref _bitmaps[node];

    public ref int Child(int node, int digit) => ref _children[(node * Fanout) + digit];

    public int Rent()
    {
        var node = _bitmaps.Rent();
        _bitmaps[node] = 0;
        return node;
    }

    public void Return(int node) => _bitmaps.Return(node);
}
