namespace DexExtra.Messages;

/// <summary>
/// S2: what happens where an incoming order meets a resting one of the same owner. The incoming order's mode decides.
/// </summary>
public enum SelfTradePrevention : byte
{
    /// <summary>The incoming order is cancelled.</summary>
    CancelNewest = 0,

    /// <summary>The resting order is cancelled, the incoming one goes on.</summary>
    CancelOldest = 1,

    /// <summary>Both are cancelled.</summary>
    CancelBoth = 2,

    /// <summary>Both lose the overlap; what reaches zero is cancelled.</summary>
    Decrement = 3,
}
