namespace DexExtra.Engine.Markets;

/// <summary>Kill switches of the whole venue (docs/money.md §14).</summary>
internal struct VenueState
{
    /// <summary>No new orders, no call ends, no stop fires, no liquidation; cancels work.</summary>
    public bool HaltTrading;

    /// <summary>Every withdrawal waits.</summary>
    public bool FreezeWithdrawals;
}
