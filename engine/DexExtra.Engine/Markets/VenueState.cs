namespace DexExtra.Engine.Markets;

/// <summary>Kill switches of the whole venue (docs/money.md §14).</summary>
internal struct VenueState
{
    /// <summary>An operator's: no new orders, no call ends, no stop fires, no liquidation; cancels work.</summary>
    public bool HaltTrading;

    /// <summary>The sequencer's, while the disk is nearly full: the same effect.</summary>
    public bool LowSpace;

    /// <summary>Every withdrawal waits.</summary>
    public bool FreezeWithdrawals;

    public readonly bool IsHalted => HaltTrading || LowSpace;
}
