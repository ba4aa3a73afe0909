namespace DexExtra.Protocol.Orders;

/// <summary>FIX tag 851: which fee applied.</summary>
public enum Liquidity : byte
{
    /// <summary>The order was resting.</summary>
    Maker = 1,

    /// <summary>The order was incoming.</summary>
    Taker = 2,

    /// <summary>Both sides of a call auction (A7).</summary>
    Auction = 4,
}
