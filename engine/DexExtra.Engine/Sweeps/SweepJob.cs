using DexExtra.Messages;

namespace DexExtra.Engine.Sweeps;

/// <summary>One unfinished sweep: what it cancels, and where it goes on.</summary>
internal struct SweepJob
{
    /// <summary>C6: visits accounts by their lists; otherwise a market by its book and the list off the book.</summary>
    public bool IsMassCancel;

    /// <summary>Of a market: which orders.</summary>
    public SweepKind Kind;
    public int Market;

    /// <summary>Of a mass cancel: what was asked.</summary>
    public MassCancel Request;

    /// <summary>X5, X9: of a mass cancel that an owner's action on chain asked for, which; else 0.</summary>
    public OwnerActionKind Action;

    /// <summary>X5: the nonce, or the smallest one that stays.</summary>
    public ulong Nonce;

    /// <summary>Only orders of earlier commands are cancelled.</summary>
    public long FirstSequence;
    public long CancelledOrders;

    /// <summary>Of a mass cancel: account and position being visited, −1 = no more.</summary>
    public int Account;
    public int Position;

    /// <summary>Which list of the position or market.</summary>
    public int List;

    /// <summary>Slot of the next order to visit, −1 = the list is used up.</summary>
    public int Order;
}
