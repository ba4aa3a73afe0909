namespace DexExtra.Engine.Auctions;

/// <summary>Where a market's call auction stands.</summary>
internal enum CallPhase : byte
{
    None,

    /// <summary>Orders gather, nothing trades.</summary>
    Call,

    /// <summary>The price is fixed; allotments, then fills are being made over several commands.</summary>
    Uncrossing,

    /// <summary>All fills are made, GOOD_FOR_AUCTION orders are being cancelled over several commands.</summary>
    CleaningUp,
}
