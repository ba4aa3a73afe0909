using System.Text.Json;
using DexExtra.Messages;

namespace DexExtra.Settlement.Chain;

/// <summary>
/// The chain behind an Ethereum JSON-RPC node. Stateless apart from the connection; used by one loop at a time. All
/// amounts are wei.
/// </summary>
internal sealed class EthereumChain(JsonRpcClient rpc) : IChain, IDisposable
{
    private const string Latest = "latest";

    public async Task<ulong> ChainIdAsync(CancellationToken cancel) =>
        RpcJson.Small(await rpc.RequestAsync("eth_chainId", [], cancel));

    public async Task<BlockHead> LatestAsync(CancellationToken cancel) =>
        await BlockAsync(Latest, cancel) ?? throw new ChainUnavailableException("the node has no latest block");

    public Task<BlockHead?> BlockAsync(ulong number, CancellationToken cancel) =>
        BlockAsync(RpcJson.Quantity(number), cancel);

    public async Task<ulong> BlockSecondsAsync(ulong number, CancellationToken cancel)
    {
        object[] parameters = [RpcJson.Quantity(number), false];
        return RpcJson.Small(await rpc.RequestAsync("eth_getBlockByNumber", parameters, cancel), "timestamp");
    }

    public async Task<BlockHead?> FinalizedAsync(CancellationToken cancel)
    {
        try
        {
            return await BlockAsync("finalized", cancel);
        }
        catch (RpcErrorException)
        {
            // nodes without the tag refuse the call; the caller falls back to a block depth
            return null;
        }
    }

    public async Task<IReadOnlyList<LogEntry>> LogsAsync(LogFilter filter, CancellationToken cancel)
    {
        var query = new
        {
            address = filter.Contract.ToString(),
            fromBlock = RpcJson.Quantity(filter.FromBlock),
            toBlock = RpcJson.Quantity(filter.ToBlock),
            topics = new object[] { filter.FirstTopics.Select(topic => topic.ToString()).ToArray() },
        };
        var answer = await rpc.RequestAsync("eth_getLogs", [query], cancel);
        return Understand(answer, static value => value.EnumerateArray().Select(Log).ToArray());
    }

    public async Task<SendResult> SendRawAsync(byte[] raw, CancellationToken cancel)
    {
        try
        {
            await rpc.RequestAsync("eth_sendRawTransaction", [Hex.Format(raw)], cancel);
            return SendResult.Accepted;
        }
        catch (RpcErrorException refusal)
        {
            return Classify(refusal.NodeMessage);
        }
    }

    public async Task<TransactionReceipt?> ReceiptAsync(Hash32 transactionHash, CancellationToken cancel)
    {
        var answer = await rpc.RequestAsync("eth_getTransactionReceipt", [transactionHash.ToString()], cancel);
        return answer.ValueKind == JsonValueKind.Null ? null : Understand(answer, Receipt);
    }

    public async Task<ulong> TransactionCountAsync(Address account, bool includePending, CancellationToken cancel)
    {
        object[] parameters = [account.ToString(), includePending ? "pending" : Latest];
        return RpcJson.Small(await rpc.RequestAsync("eth_getTransactionCount", parameters, cancel));
    }

    public async Task<FeeQuote> FeesAsync(CancellationToken cancel)
    {
        object[] parameters = [RpcJson.Quantity(SettlementLimits.FeeHistoryBlocks), Latest, new[] { 50 }];
        var answer = await rpc.RequestAsync("eth_feeHistory", parameters, cancel);
        return Understand(answer, Fees);
    }

    public async Task<byte[]> CallAsync(CallRequest call, CancellationToken cancel) =>
        RpcJson.Bytes(await rpc.RequestAsync("eth_call", [Request(call), At(call)], cancel));

    public async Task<ulong> EstimateGasAsync(CallRequest call, CancellationToken cancel) =>
        RpcJson.Small(await rpc.RequestAsync("eth_estimateGas", [Request(call), Latest], cancel));

    public async Task<UInt128> BalanceAsync(Address account, CancellationToken cancel) =>
        RpcJson.Number(await rpc.RequestAsync("eth_getBalance", [account.ToString(), Latest], cancel));

    public async Task<bool> HasCodeAsync(Address account, CancellationToken cancel) =>
        RpcJson.Bytes(await rpc.RequestAsync("eth_getCode", [account.ToString(), Latest], cancel)).Length > 0;

    public void Dispose() => rpc.Dispose();

    private static string At(CallRequest call) => call.Block is { } number ? RpcJson.Quantity(number) : Latest;

    /// <summary>Nodes differ in their words; these parts are common to geth, bor, erigon, reth and anvil.</summary>
    internal static SendResult Classify(string nodeMessage)
    {
        bool Says(string words) => nodeMessage.Contains(words, StringComparison.OrdinalIgnoreCase);
        return Says("already known") || Says("already imported") || Says("known transaction") ? SendResult.AlreadyKnown
            : Says("nonce too low") ? SendResult.NonceTooLow
            : Says("underpriced") ? SendResult.Underpriced
            : Says("insufficient funds") ? SendResult.InsufficientFunds
            : SendResult.Refused;
    }

    private static object Request(CallRequest call) => call.To is { } to
        ? new { from = call.From.ToString(), to = to.ToString(), data = Hex.Format(call.Data) }
        : new { from = call.From.ToString(), data = Hex.Format(call.Data) };

    private async Task<BlockHead?> BlockAsync(string tag, CancellationToken cancel)
    {
        var answer = await rpc.RequestAsync("eth_getBlockByNumber", [tag, false], cancel);
        return answer.ValueKind == JsonValueKind.Null
            ? null
            : new BlockHead(
                RpcJson.Small(answer, "number"), RpcJson.Hash(answer, "hash"), RpcJson.Number(answer, "baseFeePerGas"));
    }

    private static LogEntry Log(JsonElement log) => new(
        RpcJson.Address(RpcJson.Member(log, "address")),
        [.. RpcJson.Member(log, "topics").EnumerateArray().Select(RpcJson.Hash)],
        RpcJson.Bytes(RpcJson.Member(log, "data")),
        RpcJson.Small(log, "blockNumber"),
        RpcJson.Hash(log, "transactionHash"),
        (uint)RpcJson.Small(log, "logIndex"));

    private static TransactionReceipt Receipt(JsonElement receipt)
    {
        var contract = receipt.TryGetProperty("contractAddress", out var created) ? created : default;
        return new TransactionReceipt(
            RpcJson.Hash(receipt, "transactionHash"),
            RpcJson.Small(receipt, "status") == 1,
            RpcJson.Small(receipt, "blockNumber"),
            RpcJson.Small(receipt, "gasUsed"),
            contract.ValueKind == JsonValueKind.String ? RpcJson.Address(contract) : null);
    }

    /// <summary>The last base fee entry is the next block's; the median over blocks of each block's median
    /// tip.</summary>
    private static FeeQuote Fees(JsonElement history)
    {
        var baseFees = RpcJson.Member(history, "baseFeePerGas").EnumerateArray().Select(RpcJson.Number).ToArray();
        var tips = history.TryGetProperty("reward", out var reward) && reward.ValueKind == JsonValueKind.Array
            ? reward.EnumerateArray().Select(block => RpcJson.Number(block[0])).Order().ToArray()
            : [];
        return baseFees.Length == 0
            ? throw new ChainUnavailableException("the node's fee history is empty")
            : new FeeQuote(baseFees[^1], tips.Length == 0 ? UInt128.Zero : tips[tips.Length / 2]);
    }

    private static T Understand<T>(JsonElement answer, Func<JsonElement, T> read)
    {
        try
        {
            return read(answer);
        }
        catch (Exception garbage) when (garbage is InvalidOperationException or IndexOutOfRangeException)
        {
            throw new ChainUnavailableException("the node's answer has another shape than expected", garbage);
        }
    }
}
