namespace DexExtra.Messages;

/// <summary>D5: how a trade came about.</summary>
[Flags]
public enum TradeFlags : byte
{
    None = 0,

    /// <summary>A7: at the price of a call auction, no aggressor.</summary>
    Auction = 1 << 0,
}
