using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>A new order on its way through the gates: what will be stored if it passes.</summary>
internal struct Candidate
{
    public Market Market;
    public Order Order;
    public OrderTerms Terms;

    /// <summary>T14: waits for a parent; the gates of live orders do not apply.</summary>
    public bool IsChild;

    /// <summary>U3: trades off the book; the gates that ask the book do not apply.</summary>
    public bool IsBlock;

    /// <summary>O-PEG: without reference, it enters off the book.</summary>
    public bool IsParked;

    /// <summary>Lots taken out on entry, and why.</summary>
    public long ReducedLots;
    public CancelReason ReduceReason;

    /// <summary>True for a stop that has yet to fire.</summary>
    public readonly bool Waits => OrderCombinations.IsTriggered(Terms.Type);

    /// <summary>True for an order that trades or rests at once.</summary>
    public readonly bool IsLive => !IsChild && Terms.Type is (OrderType.Limit or OrderType.Market);

    /// <summary>True for an order that may outlive its command: it needs a place among the open orders.</summary>
    public readonly bool MayStayOpen => IsChild || !IsLive
        || OrderCombinations.MayRest(Terms.Type, Terms.TimeInForce, Terms.Flags);
}
