namespace DexExtra.Messages;

/// <summary>How the orders of one price level share an incoming order.</summary>
public enum Allocation : byte
{
    /// <summary>First in, first out.</summary>
    PriceTime = 1,

    /// <summary>By displayed size, the rest first in, first out.</summary>
    ProRata = 2,
}
