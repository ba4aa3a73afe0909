using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Pegs;

/// <summary>
/// Markets whose pegs must look at their references again, in order of their first change. What one command cannot
/// visit stays, and comes first in the next one. A call must not end before the pegs of its market have left the book.
/// </summary>
internal sealed class PegBacklog(int maxMarkets)
{
    private readonly int[] _queue = new int[maxMarkets];
    private readonly bool[] _isQueued = new bool[maxMarkets];
    private int _head;
    private int _visitsLeft;

    public int Count { get; private set; }

    /// <summary>Slot of the first market; there must be one.</summary>
    public int First => this[0];

    /// <summary>Slot of a waiting market, the first is 0.</summary>
    public int this[int index] => _queue[(_head + index) % _queue.Length];

    /// <summary>True if pegs of the market may rest where they should not, until a next command.</summary>
    public bool Contains(Market market) => _isQueued[market.Slot];

    /// <summary>Starts a command.</summary>
    public void Begin() => _visitsLeft = Limits.MaxFillsPerCommand;

    /// <summary>Counts a visit of all pegs of a market; false, and nothing counted, when that is too much.</summary>
    public bool TryVisit(Market market)
    {
        if (market.Pegs.Count > _visitsLeft)
        {
            return false;
        }

        _visitsLeft -= market.Pegs.Count;
        return true;
    }

    public void Add(Market market)
    {
        if (!_isQueued[market.Slot])
        {
            _isQueued[market.Slot] = true;
            _queue[(_head + Count) % _queue.Length] = market.Slot;
            Count++;
        }
    }

    public void RemoveFirst()
    {
        _isQueued[First] = false;
        _head = (_head + 1) % _queue.Length;
        Count--;
    }
}
