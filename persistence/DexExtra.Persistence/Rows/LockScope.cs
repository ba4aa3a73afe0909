namespace DexExtra.Persistence.Rows;

/// <summary>Whom a lock refuses new orders (C6).</summary>
internal enum LockScope
{
    Account = 1,

    /// <summary>All subaccounts of the wallet.</summary>
    Owner = 2,
}
