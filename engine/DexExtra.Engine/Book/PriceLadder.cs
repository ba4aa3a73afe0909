using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Engine.Book;

/// <summary>
/// Prices of one side of one market in order: a radix tree of 64-way bitmap nodes over (price − floor). Its depth
/// follows from the market's range: 2 for 4,096 ticks, 4 for 16 million, 10 for the widest legal range. Find,
/// insert, remove and next cost one step per digit whatever the number of levels; the best level is cached.
/// "Better" is higher for bids and lower for asks. Keeps level slots only; the levels belong to OrderBooks.
/// </summary>
internal sealed class PriceLadder(LadderNodes nodes, Side side)
{
    /// <summary>Most nodes that one price needs.</summary>
    public const int MaxDepth = 10;

    private const int DigitMask = LadderNodes.Fanout - 1;

    private readonly bool _isBid = side == Side.Buy;
    private long _floorTicks;
    private int _depth = 1;
    private int _root = -1;

    /// <summary>Slot of the best level, −1 when the side is empty.</summary>
    public int Best { get; private set; } = -1;

    /// <summary>Fixes the range; the ladder must be empty.</summary>
    public void Open(long floorTicks, long capTicks)
    {
        Invariant.That(Best < 0, "a ladder is opened empty");
        _floorTicks = floorTicks;
        var bits = BitOperations.Log2((ulong)(capTicks - floorTicks)) + 1;
        _depth = (bits + LadderNodes.DigitBits - 1) / LadderNodes.DigitBits;
        Invariant.That(_depth <= MaxDepth, "a ladder has at most 10 digits");
    }

    /// <summary>Slot of the level at a price inside the range, or −1.</summary>
    public int Find(long priceTicks)
    {
        var node = _root;
        for (var position = _depth - 1; node >= 0; position--)
        {
            var digit = Digit(priceTicks, position);
            if (!Has(node, digit))
            {
                return -1;
            }

            if (position == 0)
            {
                return nodes.Child(node, digit);
            }

            node = nodes.Child(node, digit);
        }

        return -1;
    }

    /// <summary>Nodes that inserting a level at this price would rent.</summary>
    public int NodesMissing(long priceTicks)
    {
        var node = _root;
        for (var position = _depth - 1; position >= 0; position--)
        {
            if (node < 0)
            {
                return position + 1;
            }

            var digit = Digit(priceTicks, position);
            node = Has(node, digit) ? nodes.Child(node, digit) : -1;
        }

        return 0;
    }

    /// <summary>Adds a level; the price must be absent and <see cref="NodesMissing"/> nodes free.</summary>
    public void Insert(long priceTicks, int level)
    {
        ref var slot = ref _root;
        for (var position = _depth - 1; position >= 0; position--)
        {
            if (slot < 0)
            {
                slot = nodes.Rent();
            }

            var node = slot;
            var digit = Digit(priceTicks, position);
            ref var bitmap = ref nodes.Bitmap(node);
            slot = ref nodes.Child(node, digit);
            if ((bitmap & (1UL << digit)) == 0)
            {
                bitmap |= 1UL << digit;
                slot = -1;
            }
        }

        Invariant.That(slot < 0, "a price has one level");
        slot = level;
        Best = First();
    }

    /// <summary>Removes the level at a price that is present.</summary>
    public void Remove(long priceTicks)
    {
        Span<int> path = stackalloc int[MaxDepth];
        WalkTo(priceTicks, path);
        for (var position = 0; position < _depth; position++)
        {
            var node = path[position];
            ref var bitmap = ref nodes.Bitmap(node);
            bitmap &= ~(1UL << Digit(priceTicks, position));
            if (bitmap != 0)
            {
                Best = First();
                return;
            }

            nodes.Return(node);
        }

        _root = -1;
        Best = -1;
    }

    /// <summary>Slot of the next worse level after a price that is present, or −1.</summary>
    public int NextWorse(long priceTicks)
    {
        Span<int> path = stackalloc int[MaxDepth];
        WalkTo(priceTicks, path);
        for (var position = 0; position < _depth; position++)
        {
            var worse = nodes.Bitmap(path[position]) & WorseMask(Digit(priceTicks, position));
            if (worse != 0)
            {
                return Descend(nodes.Child(path[position], BestDigit(worse)), position);
            }
        }

        return -1;
    }

    private int First() => _root < 0 ? -1 : Descend(_root, _depth);

    /// <summary>
    /// Best level below a node that has the given number of digits left; with none left it is the level.
    /// </summary>
    private int Descend(int node, int digitsLeft)
    {
        for (; digitsLeft > 0; digitsLeft--)
        {
            node = nodes.Child(node, BestDigit(nodes.Bitmap(node)));
        }

        return node;
    }

    /// <summary>Nodes from the bottom (index 0) to the root on the way to a price that is present.</summary>
    private void WalkTo(long priceTicks, Span<int> path)
    {
        var node = _root;
        for (var position = _depth - 1; position >= 0; position--)
        {
            var digit = Digit(priceTicks, position);
            Invariant.That(node >= 0 && Has(node, digit), "a level that is removed or left is on its ladder");
            path[position] = node;
            node = nodes.Child(node, digit);
        }
    }

    private bool Has(int node, int digit) => (nodes.Bitmap(node) & (1UL << digit)) != 0;

    private int Digit(long priceTicks, int position) =>
        (int)(((priceTicks - _floorTicks) >> (position * LadderNodes.DigitBits)) & DigitMask);

    private int BestDigit(ulong bitmap) =>
        _isBid ? BitOperations.Log2(bitmap) : BitOperations.TrailingZeroCount(bitmap);

    private ulong WorseMask(int digit) => _isBid
        ? ~(ulong.MaxValue << digit)
        : digit == DigitMask ? 0 : ulong.MaxValue << (digit + 1);
}
