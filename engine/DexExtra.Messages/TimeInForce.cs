namespace DexExtra.Messages;

/// <summary>FIX tag 59; numbers from 10 are the venue's own. A value exists only with its code (G4).</summary>
public enum TimeInForce : byte
{
    /// <summary>O-GTC: rests until filled, cancelled, or its signed expiry.</summary>
    GoodTillCancel = 1,

    /// <summary>O-IOC: trades what it can, the remainder is cancelled.</summary>
    ImmediateOrCancel = 3,

    /// <summary>O-FOK: trades completely or not at all.</summary>
    FillOrKill = 4,

    /// <summary>O-GTD: rests until its expiry, which the owner chose.</summary>
    GoodTillDate = 6,

    /// <summary>O-DAY: rests until the end of the trading day or its expiry.</summary>
    Day = 10,

    /// <summary>O-GFA: only in calls; what is left when the call ends is cancelled.</summary>
    GoodForAuction = 11,

    /// <summary>O-GFN: only in continuous trading; cancelled when a call begins.</summary>
    GoodForContinuous = 12,
}
