namespace DexExtra.Messages;

/// <summary>FIX tag 54.</summary>
public enum Side : byte
{
    Buy = 1,
    Sell = 2,
}
