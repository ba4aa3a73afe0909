using DexExtra.Engine.Book;
using DexExtra.Engine.Collections;
using DexExtra.Messages;

namespace DexExtra.Engine.Quotes;

/// <summary>
/// Quote sets by account and number, the open quotes of each, sets whose limits were reached in this command, and the
/// queue of frozen ones whose quotes are being cancelled. A set is never forgotten.
/// </summary>
internal sealed class QuoteTable(OrderPool orders, EngineOptions options)
{
    private readonly QuoteSet[] _sets = new QuoteSet[options.MaxQuoteSets];
    private readonly FlatMap<PairKey> _byNumber = new(options.MaxQuoteSets, options.HashSeed);
    private readonly SlotPool<QuotePair> _pairs = new(options.MaxOpenOrders + MassQuote.MaxSides);
    private readonly FlatMap<PairKey> _byMarket = new(options.MaxOpenOrders + MassQuote.MaxSides, options.HashSeed);
    private readonly int[] _breached = new int[options.MaxQuoteSets];
    private readonly int[] _queue = new int[options.MaxQuoteSets];

    public int Count { get; private set; }

    public bool HasRoom => Count < _sets.Length;

    /// <summary>Open quotes.</summary>
    public int PairCount => _pairs.Count;

    /// <summary>Sets whose limits were reached since the last look.</summary>
    public int BreachedCount { get; private set; }

    /// <summary>Frozen sets that have open quotes.</summary>
    public int QueuedCount { get; private set; }

    public ref QuoteSet this[int set] => ref _sets[set];

    public ref QuotePair Pair(int pair) => ref _pairs[pair];

    public int BreachedAt(int index) => _breached[index];

    public int QueuedAt(int index) => _queue[index];

    public bool TryFind(int account, uint number, out int set) => _byNumber.TryGet(KeyOf(account, number), out set);

    /// <summary>The quote of a set in a market.</summary>
    public bool TryFindPair(int set, int market, out int pair) => _byMarket.TryGet(KeyOf(set, (uint)market), out pair);

    /// <summary>There must be room, and the account has no set of this number.</summary>
    public int Add(int account, uint number)
    {
        var set = Count++;
        _sets[set] = new QuoteSet { Account = account, Number = number, FirstPair = -1 };
        _byNumber.Add(KeyOf(account, number), set);
        return set;
    }

    /// <summary>An accepted order is a side of the set's quote; that side is free.</summary>
    public void Attach(int set, int slot)
    {
        ref readonly var order = ref orders[slot];
        if (!TryFindPair(set, order.Market, out var pair))
        {
            pair = AddPair(set, order.Market);
        }

        ref var quote = ref _pairs[pair];
        ref var side = ref order.Side == Side.Buy ? ref quote.Buy : ref quote.Sell;
        Invariant.That(side < 0, "a quote has one order on each side");
        side = slot;
        orders.Terms(slot).Quote = pair;
    }

    /// <summary>A side of a quote is over.</summary>
    public void Detach(int slot)
    {
        var pair = orders.Terms(slot).Quote;
        ref var quote = ref _pairs[pair];
        ref var side = ref orders[slot].Side == Side.Buy ? ref quote.Buy : ref quote.Sell;
        Invariant.That(side == slot, "an open side of a quote is in it");
        side = -1;
        if (quote is { Buy: < 0, Sell: < 0 })
        {
            RemovePair(pair);
        }
    }

    /// <summary>C12: a quote traded; its set may reach a limit.</summary>
    public void OnFill(int slot, long lots, long nowNs)
    {
        var set = _pairs[orders.Terms(slot).Quote].Set;
        if (_sets[set].Count(orders[slot].Side, lots, nowNs))
        {
            _breached[BreachedCount++] = set;
        }
    }

    /// <summary>All sets whose limits were reached have been looked at.</summary>
    public void ClearBreached() => BreachedCount = 0;

    /// <summary>The quotes of a frozen set are to be cancelled.</summary>
    public void Queue(int set)
    {
        _sets[set].IsQueued = true;
        _queue[QueuedCount++] = set;
    }

    /// <summary>All quotes of a frozen set are cancelled.</summary>
    public void EndQueued(int index)
    {
        _sets[_queue[index]].IsQueued = false;
        QueuedCount--;
        _queue.AsSpan(index + 1, QueuedCount - index).CopyTo(_queue.AsSpan(index));
    }

    private int AddPair(int set, int market)
    {
        var pair = _pairs.Rent();
        var first = _sets[set].FirstPair;
        _pairs[pair] = new QuotePair
        {
            Set = set, Market = market, Buy = -1, Sell = -1, Next = first, Previous = -1,
        };
        if (first >= 0)
        {
            _pairs[first].Previous = pair;
        }

        _sets[set].FirstPair = pair;
        _byMarket.Add(KeyOf(set, (uint)market), pair);
        return pair;
    }

    private void RemovePair(int pair)
    {
        ref readonly var quote = ref _pairs[pair];
        if (quote.Previous >= 0)
        {
            _pairs[quote.Previous].Next = quote.Next;
        }
        else
        {
            _sets[quote.Set].FirstPair = quote.Next;
        }

        if (quote.Next >= 0)
        {
            _pairs[quote.Next].Previous = quote.Previous;
        }

        _byMarket.Remove(KeyOf(quote.Set, (uint)quote.Market));
        _pairs.Return(pair);
    }

    private static PairKey KeyOf(int first, uint second) => new((ulong)first, second);
}
