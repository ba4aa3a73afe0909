namespace DexExtra.Messages;

/// <summary>What made a position flat, or turned it round.</summary>
public enum PositionEnd : byte
{
    Trade = 1,
    Liquidation = 2,
    Deleveraging = 3,
    Settlement = 4,
    Bust = 5,
}
