using DexExtra.Messages;

namespace DexExtra.Settlement.Chain;

/// <summary>
/// The chain as this process needs it: a thin seam over JSON-RPC. Every method may throw
/// <see cref="ChainUnavailableException"/> (ask again later) or <see cref="RpcErrorException"/> (the node refused).
/// </summary>
internal interface IChain
{
    Task<ulong> ChainIdAsync(CancellationToken cancel);

    /// <summary>The newest block.</summary>
    Task<BlockHead> LatestAsync(CancellationToken cancel);

    /// <summary>The block with this number; null when the node has none.</summary>
    Task<BlockHead?> BlockAsync(ulong number, CancellationToken cancel);

    /// <summary>When a block was made, unix seconds.</summary>
    Task<ulong> BlockSecondsAsync(ulong number, CancellationToken cancel);

    /// <summary>The newest finalized block; null when the node does not know the tag.</summary>
    Task<BlockHead?> FinalizedAsync(CancellationToken cancel);

    Task<IReadOnlyList<LogEntry>> LogsAsync(LogFilter filter, CancellationToken cancel);

    Task<SendResult> SendRawAsync(byte[] raw, CancellationToken cancel);

    /// <summary>Null while the transaction is not in a block.</summary>
    Task<TransactionReceipt?> ReceiptAsync(Hash32 transactionHash, CancellationToken cancel);

    /// <summary>Transactions of the account in blocks, or also those in the node's pool.</summary>
    Task<ulong> TransactionCountAsync(Address account, bool includePending, CancellationToken cancel);

    Task<FeeQuote> FeesAsync(CancellationToken cancel);

    /// <exception cref="RpcErrorException">The call reverts.</exception>
    Task<byte[]> CallAsync(CallRequest call, CancellationToken cancel);

    /// <exception cref="RpcErrorException">The call reverts.</exception>
    Task<ulong> EstimateGasAsync(CallRequest call, CancellationToken cancel);

    /// <summary>Wei.</summary>
    Task<UInt128> BalanceAsync(Address account, CancellationToken cancel);

    /// <summary>True when a contract lives at the address.</summary>
    Task<bool> HasCodeAsync(Address account, CancellationToken cancel);
}
