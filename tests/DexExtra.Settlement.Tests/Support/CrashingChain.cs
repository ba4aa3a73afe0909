using DexExtra.Messages;
using DexExtra.Settlement.Chain;

namespace DexExtra.Settlement.Tests.Support;

/// <summary>The real chain with a crash point around every call.</summary>
internal sealed class CrashingChain(IChain real, CrashPoint crash) : IChain
{
    public Task<ulong> ChainIdAsync(CancellationToken cancel) =>
        crash.AroundAsync("chain id", () => real.ChainIdAsync(cancel));

    public Task<BlockHead> LatestAsync(CancellationToken cancel) =>
        crash.AroundAsync("latest", () => real.LatestAsync(cancel));

    public Task<BlockHead?> BlockAsync(ulong number, CancellationToken cancel) =>
        crash.AroundAsync("block", () => real.BlockAsync(number, cancel));

    public Task<ulong> BlockSecondsAsync(ulong number, CancellationToken cancel) =>
        crash.AroundAsync("block seconds", () => real.BlockSecondsAsync(number, cancel));

    public Task<BlockHead?> FinalizedAsync(CancellationToken cancel) =>
        crash.AroundAsync("finalized", () => real.FinalizedAsync(cancel));

    public Task<IReadOnlyList<LogEntry>> LogsAsync(LogFilter filter, CancellationToken cancel) =>
        crash.AroundAsync("logs", () => real.LogsAsync(filter, cancel));

    public Task<SendResult> SendRawAsync(byte[] raw, CancellationToken cancel) =>
        crash.AroundAsync("send", () => real.SendRawAsync(raw, cancel));

    public Task<TransactionReceipt?> ReceiptAsync(Hash32 transactionHash, CancellationToken cancel) =>
        crash.AroundAsync("receipt", () => real.ReceiptAsync(transactionHash, cancel));

    public Task<ulong> TransactionCountAsync(Address account, bool includePending, CancellationToken cancel) =>
        crash.AroundAsync("count", () => real.TransactionCountAsync(account, includePending, cancel));

    public Task<FeeQuote> FeesAsync(CancellationToken cancel) =>
        crash.AroundAsync("fees", () => real.FeesAsync(cancel));

    public Task<byte[]> CallAsync(CallRequest call, CancellationToken cancel) =>
        crash.AroundAsync("call", () => real.CallAsync(call, cancel));

    public Task<ulong> EstimateGasAsync(CallRequest call, CancellationToken cancel) =>
        crash.AroundAsync("estimate", () => real.EstimateGasAsync(call, cancel));

    public Task<UInt128> BalanceAsync(Address account, CancellationToken cancel) =>
        crash.AroundAsync("balance", () => real.BalanceAsync(account, cancel));

    public Task<bool> HasCodeAsync(Address account, CancellationToken cancel) =>
        crash.AroundAsync("code", () => real.HasCodeAsync(account, cancel));
}
