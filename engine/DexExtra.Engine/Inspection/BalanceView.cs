namespace DexExtra.Engine.Inspection;

/// <summary>Money of one account in one asset, ledger units.</summary>
public readonly record struct BalanceView(Int128 Available, Int128 Held);
