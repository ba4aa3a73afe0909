namespace DexExtra.Messages;

/// <summary>FIX tag 40; numbers beyond 4 are the venue's own. A value exists only with its code (G4).</summary>
public enum OrderType : byte
{
    /// <summary>O-MKT: takes at no worse than the signed worst price, tightened by the market's protection.</summary>
    Market = 1,

    /// <summary>O-LIMIT.</summary>
    Limit = 2,

    /// <summary>T6: becomes a market order when the source crosses the trigger against the position.</summary>
    Stop = 3,

    /// <summary>T6: becomes a limit order.</summary>
    StopLimit = 4,

    /// <summary>T2: like Stop, on the other side of the source.</summary>
    TakeProfit = 5,
    TakeProfitLimit = 6,

    /// <summary>T11: a stop whose trigger follows the best price since it is active.</summary>
    TrailingStop = 7,
    TrailingStopLimit = 8,

    /// <summary>O-PEG.</summary>
    Pegged = 9,

    /// <summary>O-TWAP.</summary>
    Twap = 10,
}
