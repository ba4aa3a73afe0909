namespace DexExtra.Messages;

/// <summary>Realised PnL less fees of a closed position.</summary>
public enum Outcome : byte
{
    Even = 0,
    Win = 1,
    Loss = 2,
}
