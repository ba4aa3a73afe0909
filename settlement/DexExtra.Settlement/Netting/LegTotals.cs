namespace DexExtra.Settlement.Netting;

/// <summary>
/// Running totals of one subaccount in one market within a batch, this leg included, and the total filled of the leg's
/// order over its whole life: LegTotals of NetTypes.sol. Quantity 1e-8, cash and fee in ledger units.
/// </summary>
internal readonly record struct LegTotals(uint Leg, Int128 Quantity, Int128 Cash, Int128 Fee, UInt128 Filled);
