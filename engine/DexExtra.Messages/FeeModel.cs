namespace DexExtra.Messages;

/// <summary>F1: what a fee is reckoned from.</summary>
public enum FeeModel : byte
{
    /// <summary>Ledger units per lot.</summary>
    PerContract = 0,

    /// <summary>Rate × min(price − floor, cap − price).</summary>
    Range = 1,

    /// <summary>Rate × price; only where the floor is not negative.</summary>
    Notional = 2,
}
