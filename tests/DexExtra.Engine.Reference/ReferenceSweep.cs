using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>A job that visits orders over as many commands as it takes (§4, §13).</summary>
public sealed class ReferenceSweep
{
    private int _list;

    /// <summary>Null for a mass cancel.</summary>
    public ReferenceMarket? Market { get; init; }

    /// <summary>Of a mass cancel: the orders still to visit.</summary>
    public Queue<ReferenceOrder> Rest { get; init; } = [];

    /// <summary>Of a market: the order to visit next; null where the present list is used up.</summary>
    public ReferenceOrder? Next { get; private set; }

    public required Func<ReferenceOrder, bool> Takes { get; init; }

    public required CancelReason Reason { get; init; }

    /// <summary>Null for a sweep of a market.</summary>
    public ReferenceAccount? Requester { get; init; }

    public ulong RequestId { get; init; }

    /// <summary>X5, X9: the kind of the action on chain that asked for it, else 0.</summary>
    public OwnerActionKind Action { get; init; }

    public long FirstSequence { get; init; }

    public long Cancelled { get; set; }

    /// <summary>§4: from the beginning, bids first.</summary>
    public void Start(ReferenceMarket market) => (_list, Next) = (0, market.Bids.FirstOrDefault());

    /// <summary>Goes to asks, then to what is off the book, while there is no order to visit; false at the end.</summary>
    public bool Find(ReferenceMarket market)
    {
        while (Next is null && ++_list < 3)
        {
            Next = (_list == 1 ? market.Asks : market.Off).FirstOrDefault();
        }

        return Next is not null;
    }

    /// <summary>Goes on behind an order of a list if it stands there.</summary>
    public void Pass(ReferenceOrder order, List<ReferenceOrder> list)
    {
        if (Next == order)
        {
            Next = list.ElementAtOrDefault(list.IndexOf(order) + 1);
        }
    }

    /// <summary>The list in which it is.</summary>
    public List<ReferenceOrder> ListOf(ReferenceMarket market) =>
        _list switch { 0 => market.Bids, 1 => market.Asks, _ => market.Off };
}
