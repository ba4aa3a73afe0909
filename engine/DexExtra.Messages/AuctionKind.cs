namespace DexExtra.Messages;

/// <summary>A1: why a call auction runs.</summary>
public enum AuctionKind : byte
{
    None = 0,
    Opening = 1,
    Volatility = 2,
    Scheduled = 3,
    Reopening = 4,
    Closing = 5,

    /// <summary>Frequent batch auction: the next call begins where one ends.</summary>
    Batch = 6,
}
