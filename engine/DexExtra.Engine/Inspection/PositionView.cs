namespace DexExtra.Engine.Inspection;

/// <summary>
/// Position of one account in one market: signed lots and cost in ledger units (F7), lots of open orders.
/// </summary>
public readonly record struct PositionView(long Lots, Int128 Cost, long OpenBuyLots, long OpenSellLots);
