namespace DexExtra.Messages;

/// <summary>
/// Instructions inside a signed order. A bit exists only with its implementation (G4); which may stand together and
/// with which type and time in force: <see cref="OrderCombinations"/>.
/// </summary>
[Flags]
public enum OrderFlags : uint
{
    None = 0,

    /// <summary>I-PO-1: refused with POST_ONLY_WOULD_CROSS if any of it would trade on entry.</summary>
    PostOnly = 1 << 0,

    /// <summary>I-PO-2: where it would trade, it rests one tick behind the best opposite price instead.</summary>
    PostOnlySlide = 1 << 1,

    /// <summary>I-RO-1: only closes; never opens, increases or flips the position.</summary>
    ReduceOnly = 1 << 2,

    /// <summary>S2: <see cref="SelfTradePrevention.CancelOldest"/>; without any mode CANCEL_NEWEST.</summary>
    CancelOldest = SelfTradePrevention.CancelOldest << 3,

    /// <summary>S2: <see cref="SelfTradePrevention.CancelBoth"/>.</summary>
    CancelBoth = SelfTradePrevention.CancelBoth << 3,

    /// <summary>S2: <see cref="SelfTradePrevention.Decrement"/>; as bits, the mask of the mode.</summary>
    Decrement = SelfTradePrevention.Decrement << 3,

    /// <summary>O-MKT remainder=REST: what a market order cannot trade at once rests at its protection price.</summary>
    RestRemainder = 1 << 5,

    /// <summary>O-AON: rests hidden and trades completely or not at all.</summary>
    AllOrNone = 1 << 6,

    /// <summary>T2: a trigger that is already true fires at once instead of being refused.</summary>
    AllowImmediate = 1 << 7,

    /// <summary>T11: the activation price counts.</summary>
    HasActivationPrice = 1 << 8,

    /// <summary>T14: the child wakes when its parent is filled, not with each fill.</summary>
    ActivateOnFull = 1 << 9,

    /// <summary>R7: the trader means it.</summary>
    ConfirmLarge = 1 << 10,
}
