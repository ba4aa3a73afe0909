namespace DexExtra.Messages;

/// <summary>Why an order or its remainder left the book.</summary>
public enum CancelReason : ushort
{
    /// <summary>The owner asked.</summary>
    User = 1,

    /// <summary>O-IOC / O-MKT: what could not trade at once.</summary>
    ImmediateRemainder = 2,

    /// <summary>O-GTDX: the signed expiry passed.</summary>
    Expired = 3,

    /// <summary>S2: the order met an order of its own owner, and the mode of the incoming one chose this.</summary>
    SelfTrade = 4,

    /// <summary>The command reached Limits.MaxFillsPerCommand; what is left must be sent again.</summary>
    FillLimit = 5,

    /// <summary>I-RO-2: lots beyond what the position lets a reduce-only order close.</summary>
    ReduceOnlyCap = 6,
}
