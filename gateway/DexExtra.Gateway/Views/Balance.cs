namespace DexExtra.Gateway.Views;

/// <summary>Money of one account in one asset after its last event; ledger units (1e-8), owed not positive.</summary>
internal readonly record struct Balance(Int128 Available, Int128 Held, Int128 Owed = default);
