namespace DexExtra.Messages;

/// <summary>Switches of <see cref="TradingRules"/>.</summary>
[Flags]
public enum TradingFlags : byte
{
    None = 0,

    /// <summary>O-AON: resting all-or-none orders are accepted.</summary>
    AllowAllOrNone = 1 << 0,

    /// <summary>A7: no fee in the opening auction.</summary>
    OpeningAuctionFree = 1 << 1,

    /// <summary>A1: a scheduled auction every day at ScheduledAuctionSecondOfDay.</summary>
    HasScheduledAuction = 1 << 2,

    /// <summary>A4: InitialReferenceTicks counts.</summary>
    HasInitialReference = 1 << 3,
}
