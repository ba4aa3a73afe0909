using DexExtra.Messages;
using DexExtra.Settlement.Chain;

namespace DexExtra.Settlement.Tests.Support;

/// <summary>An endpoint of the real chain that says what the test wants it to.</summary>
internal sealed class LyingChain(IChain real) : IChain
{
    public Func<ulong, ulong> ChainId { get; set; } = static id => id;

    public Func<BlockHead, BlockHead> Latest { get; set; } = static head => head;

    /// <summary>Gets the newest block's head.</summary>
    public Func<BlockHead, BlockHead>? Finalized { get; set; }

    public Func<IReadOnlyList<LogEntry>, LogFilter, IReadOnlyList<LogEntry>> Logs { get; set; } =
        static (logs, _) => logs;

    public Func<TransactionReceipt?, TransactionReceipt?> Receipt { get; set; } = static receipt => receipt;

    public Func<ulong, ulong> Count { get; set; } = static count => count;

    public Func<FeeQuote, FeeQuote> Fees { get; set; } = static quote => quote;

    public Func<byte[], CallRequest, byte[]> Call { get; set; } = static (data, _) => data;

    /// <summary>Every question fails.</summary>
    public bool IsDead { get; set; }

    public int Asked { get; private set; }

    public async Task<ulong> ChainIdAsync(CancellationToken cancel) => ChainId(await Alive().ChainIdAsync(cancel));

    public async Task<BlockHead> LatestAsync(CancellationToken cancel) => Latest(await Alive().LatestAsync(cancel));

    public async Task<BlockHead?> FinalizedAsync(CancellationToken cancel) => Finalized is null
        ? await Alive().FinalizedAsync(cancel)
        : Finalized(await Alive().LatestAsync(cancel));

    public async Task<IReadOnlyList<LogEntry>> LogsAsync(LogFilter filter, CancellationToken cancel) =>
        Logs(await Alive().LogsAsync(filter, cancel), filter);

    public Task<BlockHead?> BlockAsync(ulong number, CancellationToken cancel) => Alive().BlockAsync(number, cancel);

    public Task<ulong> BlockSecondsAsync(ulong number, CancellationToken cancel) =>
        Alive().BlockSecondsAsync(number, cancel);

    public Task<SendResult> SendRawAsync(byte[] raw, CancellationToken cancel) => Alive().SendRawAsync(raw, cancel);

    public async Task<TransactionReceipt?> ReceiptAsync(Hash32 transactionHash, CancellationToken cancel) =>
        Receipt(await Alive().ReceiptAsync(transactionHash, cancel));

    public async Task<ulong> TransactionCountAsync(Address account, bool includePending, CancellationToken cancel) =>
        Count(await Alive().TransactionCountAsync(account, includePending, cancel));

    public async Task<FeeQuote> FeesAsync(CancellationToken cancel) => Fees(await Alive().FeesAsync(cancel));

    public async Task<byte[]> CallAsync(CallRequest call, CancellationToken cancel) =>
        Call(await Alive().CallAsync(call, cancel), call);

    public Task<ulong> EstimateGasAsync(CallRequest call, CancellationToken cancel) =>
        Alive().EstimateGasAsync(call, cancel);

    public Task<UInt128> BalanceAsync(Address account, CancellationToken cancel) =>
        Alive().BalanceAsync(account, cancel);

    public Task<bool> HasCodeAsync(Address account, CancellationToken cancel) => Alive().HasCodeAsync(account, cancel);

    private IChain Alive()
    {
        Asked++;
        return IsDead ? throw new ChainUnavailableException("nobody is there") : real;
    }
}
