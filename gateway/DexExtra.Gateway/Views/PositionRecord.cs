using DexExtra.Messages;

namespace DexExtra.Gateway.Views;

/// <summary>
/// One account's position in one market after its last event (F7); money in ledger units. The bucket and
/// the debt are 0 unless the position is isolated, the quantile 0 unless it stands in the queue of deleveraging (L5).
/// </summary>
internal readonly record struct PositionRecord(
    long Lots, Int128 Cost, Int128 RealisedPnl, Int128 Margin = default, MarginMode Mode = default, byte Quantile = 0,
    Int128 Debt = default);
