using DexExtra.Messages;

namespace DexExtra.Engine.Book;

/// <summary>
/// A live order: first on the stack while it is incoming, then, if it rests, in a slot of the order pool linked into
/// its price level (FIFO) and its place in the expiry heap. It carries the slots of everything a fill touches, so
/// matching looks nothing up. Its hold is always LeavesLots × HoldPerLot.
/// </summary>
internal struct Order
{
    public long OrderId;
    public long PriceTicks;
    public long LeavesLots;

    /// <summary>Ledger units held per open lot: full opening cost at the worst price plus the worst fee.</summary>
    public long HoldPerLot;

    /// <summary>Ledger units of the order's hold that are still pending (K3).</summary>
    public Int128 Hold;
    public ulong ExpirySeconds;
    public int Record;
    public int Account;
    public int Owner;
    public int Balance;
    public int Position;
    public int Market;
    public int Level;

    /// <summary>Neighbours in the level, older and younger; −1 = none.</summary>
    public int Previous;
    public int Next;
    public int HeapIndex;
    public Side Side;

    /// <summary>S2: acts while the order is incoming.</summary>
    public SelfTradePrevention SelfTrade;
}
