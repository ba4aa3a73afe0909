namespace DexExtra.Engine.Book;

/// <summary>Where an open order is kept.</summary>
internal enum OrderPlace : byte
{
    /// <summary>Being entered: in no list but its account's.</summary>
    Entering,

    /// <summary>In the queue of a price level.</summary>
    Level,

    /// <summary>A stop in the queue of a trigger level.</summary>
    Trigger,

    /// <summary>A trailing stop in its market's list.</summary>
    Trailing,

    /// <summary>A pegged order without reference, off the book.</summary>
    ParkedPeg,

    /// <summary>O-AON: hidden, in its market's list.</summary>
    AllOrNone,

    /// <summary>T14: a child that waits for its parent.</summary>
    Dormant,

    /// <summary>O-TWAP: between slices.</summary>
    Twap,

    /// <summary>A child that an uncrossing woke: it enters when that is over (A11).</summary>
    Waking,
}
