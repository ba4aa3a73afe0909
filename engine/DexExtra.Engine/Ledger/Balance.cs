using DexExtra.Messages;

namespace DexExtra.Engine.Ledger;

/// <summary>Money of one account in one asset, ledger units (1e-8).</summary>
internal struct Balance
{
    public Int128 Available;

    /// <summary>Sum of the holds of the account's open orders; each order stores its own part (K3).</summary>
    public Int128 Held;

    /// <summary>Debt of a cross account, not positive (docs/money.md §1).</summary>
    public Int128 Owed;
    public int Account;
    public int Asset;

    /// <summary>Cross positions of the account that are settled in the asset, flat ones too.</summary>
    public int CrossPositions;

    /// <summary>One of them, by which a unit is named that has nothing open.</summary>
    public int CrossPosition;

    /// <summary>L1: of them, the cross unit.</summary>
    public MarginLevel Level;

    /// <summary>L2: its place in the list of liquidations + 1, 0 = not in it.</summary>
    public int Liquidation;

    /// <summary>L7: these are being liquidated.</summary>
    public bool InLiquidation;
}
