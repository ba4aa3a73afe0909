namespace DexExtra.Messages;

/// <summary>FIX tag 40. A value exists only with its implementation (G4).</summary>
public enum OrderType : byte
{
    /// <summary>O-MKT: takes at no worse than the signed worst price, tightened by the market's protection.</summary>
    Market = 1,

    /// <summary>O-LIMIT.</summary>
    Limit = 2,
}
