namespace DexExtra.Messages;

/// <summary>FIX tag 59. A value exists only with its implementation (G4).</summary>
public enum TimeInForce : byte
{
    /// <summary>O-GTC: rests until filled, cancelled, or its signed expiry.</summary>
    GoodTillCancel = 1,

    /// <summary>O-IOC: trades what it can, the remainder is cancelled.</summary>
    ImmediateOrCancel = 3,

    /// <summary>O-FOK: trades completely or not at all.</summary>
    FillOrKill = 4,
}
