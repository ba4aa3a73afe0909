namespace DexExtra.Messages;

/// <summary>D5: how a trade came about.</summary>
[Flags]
public enum TradeFlags : byte
{
    None = 0,

    /// <summary>A7: at the price of a call auction, no aggressor.</summary>
    Auction = 1 << 0,

    /// <summary>L4: one side is a liquidation.</summary>
    Liquidation = 1 << 1,

    /// <summary>L5.</summary>
    Deleveraging = 1 << 2,

    /// <summary>U3: off the book.</summary>
    Block = 1 << 3,

    /// <summary>F11: takes back the trade BustedMatchId, sides exchanged.</summary>
    Bust = 1 << 4,
}
