namespace DexExtra.Gateway.Views;

/// <summary>One account's position in one market after its last trade (F7); money in ledger units.</summary>
internal readonly record struct PositionRecord(long Lots, Int128 Cost, Int128 RealisedPnl);
