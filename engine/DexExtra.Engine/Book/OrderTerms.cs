using DexExtra.Messages;

namespace DexExtra.Engine.Book;

/// <summary>
/// The rest of an open order, in the same slot: what was signed, and the state of everything that is not plain
/// matching. Prices and distances in ticks, quantities in lots.
/// </summary>
internal struct OrderTerms
{
    // C4: the signed envelope
    public long SignedLots;
    public long SignedTicks;
    public ulong SignedExpirySeconds;
    public ulong Nonce;
    public uint Version;
    public OrderType Type;
    public TimeInForce TimeInForce;
    public OrderFlags Flags;

    // C6
    public ulong SessionId;
    public uint Tag;

    /// <summary>Its present expiry; the session end of a DAY order may be due before.</summary>
    public ulong ExpirySeconds;

    /// <summary>Limit or worst price now; the order's own price may be better (slide, peg, protection).</summary>
    public long LimitTicks;

    // I-ICE: 0 = shows everything
    public long DisplayLots;
    public long DisplayVariance;

    /// <summary>O-MINQ as signed.</summary>
    public long MinLots;

    // T: triggers
    public TriggerSource Source;
    public ExpiryAction ExpiryAction;

    /// <summary>Fires at or above its trigger; otherwise at or below.</summary>
    public bool FiresUpward;
    public bool HasWatermark;

    /// <summary>T11: a trailing stop that fired keeps its trigger.</summary>
    public bool HasFired;
    public bool IsQueuedForRelease;
    public PegReference PegReference;
    public ListKind ListKind;
    public byte LegIndex;
    public long TriggerTicks;
    public long TrailingTicks;
    public uint TrailingBasisPoints;
    public uint PositionFraction;
    public long OffsetTicks;
    public long ActivationTicks;
    public long WatermarkTicks;

    // O-TWAP
    public ulong EntrySeconds;
    public uint DurationSeconds;
    public uint IntervalSeconds;
    public long SlicesDone;

    // T12-T15: slots of related open orders, −1 = none
    public int Sibling;
    public int Parent;
    public int FirstChild;
    public int SecondChild;

    /// <summary>T14: part of the leaves that waits for fills of the parent.</summary>
    public long DormantLots;

    /// <summary>A6: lots of an unfinished uncrossing.</summary>
    public long AllocatedLots;
    public Link OffBook;
    public Link OfKind;

    /// <summary>Slot of the grant under which it is signed, −1 = its owner signed it himself.</summary>
    public int Grant;
    public Link OfGrant;

    /// <summary>C12: the quote that it is a side of; meaningless without <see cref="OrderTraits.Quote"/>.</summary>
    public int Quote;
}
