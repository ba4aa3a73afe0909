namespace DexExtra.Engine.Reference;

/// <summary>Where an order is.</summary>
public enum Place
{
    /// <summary>Not yet entered, or ended.</summary>
    None,

    /// <summary>Taking right now.</summary>
    Taking,

    Book,

    /// <summary>O-AON: in the list beside the book.</summary>
    AllOrNone,

    /// <summary>A stop before its trigger.</summary>
    Waiting,

    /// <summary>A stop that fired and waits for its release.</summary>
    Queued,

    /// <summary>A peg without price.</summary>
    Parked,

    /// <summary>A child before its parent's fill.</summary>
    Dormant,

    Twap,

    /// <summary>A11: a child that an uncrossing woke; it enters when that is over.</summary>
    Waking,
}
