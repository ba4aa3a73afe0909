namespace DexExtra.Messages;

/// <summary>How the orders of a list depend on each other, FIX tag 1385.</summary>
public enum ListKind : byte
{
    None = 0,

    /// <summary>T12: two legs, one cancels the other.</summary>
    OneCancelsOther = 1,

    /// <summary>T13: two legs, a fill of one takes the same quantity out of the other.</summary>
    OneUpdatesOther = 2,

    /// <summary>T14: a parent and one or two children that wait for its fills.</summary>
    OneTriggersOther = 3,

    /// <summary>T14 and T12: a parent whose two children cancel each other.</summary>
    BracketOco = 4,

    /// <summary>T14 and T13: a parent whose two children update each other.</summary>
    BracketOuo = 5,
}
