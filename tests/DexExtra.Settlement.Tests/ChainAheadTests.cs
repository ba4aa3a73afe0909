using System.Runtime.InteropServices;
using DexExtra.Messages;
using DexExtra.Settlement.Book;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Settlement.Contracts;
using DexExtra.Settlement.Results;

namespace DexExtra.Settlement.Tests;

/// <summary>A log that was put back from a backup is behind the chain: settlement says so before anybody trades.</summary>
public sealed class ChainAheadTests
{
    private static readonly Address Exchange = Address.Parse("0x00000000000000000000000000000000000000ee");

    [Fact]
    [Trait("rule", "P6")]
    public async Task Results_of_matches_that_the_log_does_not_have_are_a_problem_until_it_has_them()
    {
        var chain = new LogsOnly();
        var scanner = new ResultScanner(chain, Exchange, 1, new SettlementBook(100, 31_337));
        await scanner.ScanAsync(new ChainPosition(9, 5), TestContext.Current.CancellationToken);
        Assert.Null(scanner.Problem);
        chain.Settled = 3;
        await scanner.ScanAsync(new ChainPosition(9, 5), TestContext.Current.CancellationToken);
        Assert.StartsWith(
            "the chain has settled up to match 3, the log ends with match 0", scanner.Problem, StringComparison.Ordinal);
        chain.Settled = 0;
        await scanner.ScanAsync(new ChainPosition(9, 5), TestContext.Current.CancellationToken);
        Assert.Null(scanner.Problem);
    }

    /// <summary>Matches up to a number are settled in a block that is not final.</summary>
    private sealed class LogsOnly : IChain
    {
        public ulong Settled { get; set; }

        public Task<IReadOnlyList<LogEntry>> LogsAsync(LogFilter filter, CancellationToken cancel)
        {
            List<LogEntry> logs = [];
            for (var match = 1UL; match <= Settled; match++)
            {
                var word = AbiWriter.Call("f(uint64)").Unsigned(match).ToArray()[^AbiWriter.WordBytes..];
                logs.Add(new LogEntry(
                    Exchange, [ExchangeContract.TradeSettledTopic, MemoryMarshal.Read<Hash32>(word)],
                    new byte[10 * AbiWriter.WordBytes], 7, default, 0));
            }

            return Task.FromResult<IReadOnlyList<LogEntry>>(logs);
        }

        public Task<TransactionReceipt?> ReceiptAsync(Hash32 transactionHash, CancellationToken cancel) =>
            Task.FromResult<TransactionReceipt?>(null);

        public Task<ulong> ChainIdAsync(CancellationToken cancel) => throw new NotSupportedException();

        public Task<BlockHead> LatestAsync(CancellationToken cancel) => throw new NotSupportedException();

        public Task<BlockHead?> BlockAsync(ulong number, CancellationToken cancel) => throw new NotSupportedException();

        public Task<ulong> BlockSecondsAsync(ulong number, CancellationToken cancel) => throw new NotSupportedException();

        public Task<BlockHead?> FinalizedAsync(CancellationToken cancel) => throw new NotSupportedException();

        public Task<SendResult> SendRawAsync(byte[] raw, CancellationToken cancel) => throw new NotSupportedException();

        public Task<ulong> TransactionCountAsync(Address account, bool includePending, CancellationToken cancel) =>
            throw new NotSupportedException();

        public Task<FeeQuote> FeesAsync(CancellationToken cancel) => throw new NotSupportedException();

        public Task<byte[]> CallAsync(CallRequest call, CancellationToken cancel) => throw new NotSupportedException();

        public Task<ulong> EstimateGasAsync(CallRequest call, CancellationToken cancel) => throw new NotSupportedException();

        public Task<UInt128> BalanceAsync(Address account, CancellationToken cancel) => throw new NotSupportedException();

        public Task<bool> HasCodeAsync(Address account, CancellationToken cancel) => throw new NotSupportedException();
    }
}
