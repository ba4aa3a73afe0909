using System.Numerics;

namespace DexExtra.Engine.Auctions;

/// <summary>
/// The largest of many numbers while they change: a tournament tree in a preallocated array. One step per binary digit
/// of the count to change a number; the lowest index wins a tie.
/// </summary>
internal sealed class MaxTree(int capacity)
{
    private readonly long[] _values = new long[2 * (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, capacity))];
    private int _leaves = 1;

    /// <summary>The largest number, 0 when there is none.</summary>
    public long Max => _values[1];

    public long this[int index] => _values[_leaves + index];

    /// <summary>Starts with so many zeros.</summary>
    public void Open(int count)
    {
        _leaves = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, count));
        _values.AsSpan(0, 2 * _leaves).Clear();
    }

    public void Set(int index, long value)
    {
        var node = _leaves + index;
        _values[node] = value;
        for (node /= 2; node >= 1; node /= 2)
        {
            var larger = Math.Max(_values[2 * node], _values[(2 * node) + 1]);
            if (_values[node] == larger)
            {
                return;
            }

            _values[node] = larger;
        }
    }

    /// <summary>Index of the largest number.</summary>
    public int IndexOfMax()
    {
        var node = 1;
        while (node < _leaves)
        {
            node *= 2;
            node += _values[node] == Max ? 0 : 1;
        }

        return node - _leaves;
    }
}
