namespace DexExtra.Engine.Ledger;

/// <summary>Money of one account in one asset, ledger units (1e-8), never negative.</summary>
internal struct Balance
{
    public Int128 Available;

    /// <summary>Sum of the holds of the account's open orders; each order stores its own part (K3).</summary>
    public Int128 Held;
    public int Account;
    public int Asset;
}
