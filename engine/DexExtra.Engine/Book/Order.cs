using DexExtra.Messages;

namespace DexExtra.Engine.Book;

/// <summary>
/// An open order, from its acceptance to its end in one slot of the <see cref="OrderPool"/>: what matching touches.
/// The rest is in its <see cref="OrderTerms"/>. It carries the slots of everything a fill touches, so matching looks
/// nothing up. Its hold is always LeavesLots × HoldPerLot, except with a budget.
/// </summary>
internal struct Order
{
    // first what the book touches, together in one or two cache lines
    public long OrderId;

    /// <summary>Place in time among the orders of a queue; new at each (re)entry.</summary>
    public long Stamp;
    public long PriceTicks;
    public long LeavesLots;

    /// <summary>Lots that its level shows; meaningless elsewhere.</summary>
    public long DisplayedLots;

    /// <summary>Neighbours in the level, older and younger.</summary>
    public Link Queue;
    public int Level;
    public Side Side;

    /// <summary>S2: acts while the order is incoming.</summary>
    public SelfTradePrevention SelfTrade;
    public OrderPlace Place;
    public OrderTraits Traits;

    /// <summary>Signed under a grant of a session key.</summary>
    public bool IsGranted;

    /// <summary>Its kind is counted while it is kept: it has or had a trigger, or is bound to a phase.</summary>
    public bool IsCounted;
    public int Position;

    /// <summary>Ledger units of the order's hold that are still pending (K3).</summary>
    public Int128 Hold;

    /// <summary>Ledger units held per open lot: full opening cost at the worst price plus the worst fee.</summary>
    public long HoldPerLot;

    /// <summary>When time acts on it: its expiry, session end or last slice.</summary>
    public ulong DueSeconds;
    public Link OfPosition;
    public int Record;
    public int Account;
    public int Owner;
    public int Balance;
    public int Market;

    public readonly bool IsReduceOnly => (Traits & OrderTraits.ReduceOnly) != 0;
}
