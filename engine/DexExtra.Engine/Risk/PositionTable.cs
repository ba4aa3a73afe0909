using DexExtra.Engine.Collections;
using DexExtra.Engine.OrderLimits;
using DexExtra.Messages;

namespace DexExtra.Engine.Risk;

/// <summary>
/// Positions in order of creation, found by account and market. Never shrinks; a flat position stays.
/// </summary>
internal sealed class PositionTable(int capacity, int accounts, ulong hashSeed)
{
    private readonly Position[] _positions = new Position[capacity];
    private readonly LivePositions _live = new(accounts);
    private readonly FlatMap<PairKey> _slots = new(capacity, hashSeed);

    /// <summary>Per account the position of its newest order + 1, 0 = none: as a rule that of its next order.</summary>
    private readonly int[] _newest = new int[accounts];

    /// <summary>R6: the same lots summed up by owner and market.</summary>
    public OwnerExposures Exposures { get; } = new(capacity, hashSeed);

    public int Count => _slots.Count;

    /// <summary>
    /// First position of an account that has lots or open orders, −1 = none; the others follow by NextLive, in the
    /// order in which they came to have some.
    /// </summary>
    public int FirstLive(int account) => _live.First(account);

    /// <summary>Positions that may still be made.</summary>
    public int Free => _positions.Length - Count;

    public ref Position this[int slot] => ref _positions[slot];

    public bool TryFind(int account, int market, out int slot)
    {
        slot = _newest[account] - 1;
        return (slot >= 0 && _positions[slot].Market == market)
            || _slots.TryGet(new PairKey((ulong)account, (ulong)market), out slot);
    }

    /// <summary>Brings near where the position of an account is found.</summary>
    public void Fetch(int account, int market)
    {
        var newest = _newest[account] - 1;
        if (newest >= 0)
        {
            FetchOrders(newest);
        }
        else
        {
            _slots.Fetch(new PairKey((ulong)account, (ulong)market));
        }
    }

    /// <summary>Brings near the part of a position that orders touch; fills touch more.</summary>
    public void FetchOrders(int slot) => CacheLines.FetchStart(ref _positions[slot], Position.OrderBytes);

    /// <summary>
    /// True if the account may have so many more open lots on a side: a slot exists or is free, and even if
    /// everything open on that side fills the position stays within MaxPositionLots.
    /// </summary>
    public bool HasRoom(int account, int market, Side side, long lots)
    {
        if (!TryFind(account, market, out var slot))
        {
            return Count < _positions.Length && lots <= EngineLimits.MaxPositionLots;
        }

        ref readonly var position = ref _positions[slot];
        var worst = side == Side.Buy
            ? position.Lots + position.OpenBuyLots
            : position.OpenSellLots - position.Lots;
        return worst <= EngineLimits.MaxPositionLots - lots;
    }

    /// <summary>I-RO-2: lots that an order of a side could close now.</summary>
    public long ClosableLots(int account, int market, Side side) =>
        TryFind(account, market, out var slot) ? Position.ClosableLots(_positions[slot].Lots, side) : 0;

    /// <summary>
    /// By how much the open orders of a side, with so many more lots, exceed what they could close; not positive: all
    /// of them can only reduce the position (docs/money.md §5).
    /// </summary>
    public Int128 OpeningLots(int account, int market, Side side, Int128 moreLots)
    {
        if (!TryFind(account, market, out var slot))
        {
            return moreLots;
        }

        ref readonly var position = ref _positions[slot];
        var open = side == Side.Buy ? position.OpenBuyLots : position.OpenSellLots;
        return moreLots + open - Position.ClosableLots(position.Lots, side);
    }

    /// <summary>The pair's position, created flat if absent; <see cref="HasRoom"/> must be true.</summary>
    public int FindOrAdd(int account, int market)
    {
        if (!TryFind(account, market, out var slot))
        {
            slot = Count;
            _slots.Add(new PairKey((ulong)account, (ulong)market), slot);
            _positions[slot] = new Position
            {
                Account = account,
                Market = market,
                NextOfAccount = -1,
                NextOfMarket = -1,
                NextLive = -1,
                PreviousLive = -1,
            };
        }

        _newest[account] = slot + 1;
        return slot;
    }

    /// <summary>Lots of live orders of one side grew, or with a negative number shrank.</summary>
    public void CountOpen(int slot, Side side, bool areReduceOnly, long lots)
    {
        ref var position = ref _positions[slot];
        if (side == Side.Buy)
        {
            position.OpenBuyLots += lots;
            position.ReduceOnlyBuyLots += areReduceOnly ? lots : 0;
        }
        else
        {
            position.OpenSellLots += lots;
            position.ReduceOnlySellLots += areReduceOnly ? lots : 0;
        }

        _live.Update(_positions, slot);

        Exposures.CountOpen(position.Exposure, side, lots);
    }

    /// <summary>A position grew by so many signed lots, which it shows already.</summary>
    public void CountLots(int slot, long change)
    {
        _live.Update(_positions, slot);
        Exposures.CountLots(_positions[slot].Exposure, change);
    }
}
