namespace DexExtra.Gateway.Access;

/// <summary>What a key may read. Nothing of it places, changes or cancels anything.</summary>
[Flags]
internal enum ApiKeyScopes : uint
{
    None = 0,

    /// <summary>Orders and fills.</summary>
    Orders = 1,

    /// <summary>Balances, positions, margin, withdrawals, session keys, limits.</summary>
    Account = 2,

    All = Orders | Account,
}
