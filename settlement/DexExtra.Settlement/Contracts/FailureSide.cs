namespace DexExtra.Settlement.Contracts;

/// <summary>Whose order a failed trade failed by: FailureSide of TradeTypes.sol, number for number.</summary>
internal enum FailureSide : byte
{
    Both = 0,
    Buy = 1,
    Sell = 2,
}
