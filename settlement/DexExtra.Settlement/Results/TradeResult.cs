using DexExtra.Messages;
using DexExtra.Settlement.Contracts;

namespace DexExtra.Settlement.Results;

/// <summary>
/// What the contract did with one match. FailureCode 0 means settled; the hashes are those of the settled orders and
/// zero for a failed trade. GasPerMatch is the transaction's gas shared by its trades.
/// </summary>
internal sealed record TradeResult(
    ushort FailureCode, Hash32 BuyHash, Hash32 SellHash, ulong BlockNumber, Hash32 TransactionHash)
{
    public ulong GasPerMatch { get; set; }

    /// <summary>Of a failed trade.</summary>
    public FailureSide Side { get; init; }
}
