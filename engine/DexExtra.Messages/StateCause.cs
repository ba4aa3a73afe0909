namespace DexExtra.Messages;

/// <summary>Why a market changed its state or the end of its call.</summary>
public enum StateCause : byte
{
    Admin = 1,
    Timer = 2,

    /// <summary>B3: an order reached the edge of the execution band.</summary>
    ExecutionBand = 3,

    /// <summary>B4: a price moved too far within a horizon.</summary>
    VolatilityTrigger = 4,

    /// <summary>T5: one command released too many stops or moved the price too far with them.</summary>
    Cascade = 5,

    /// <summary>B6: the venue was away too long.</summary>
    Outage = 6,

    /// <summary>A call ended.</summary>
    Uncrossed = 7,

    /// <summary>A5: the price was outside the collar, the call goes on.</summary>
    Collar = 8,

    /// <summary>M2: its time is over.</summary>
    Termination = 9,

    /// <summary>M5, M6.</summary>
    Oracle = 10,

    /// <summary>M7.</summary>
    Fallback = 11,

    /// <summary>M9.</summary>
    PayoutComplete = 12,
}
