using DexExtra.Messages;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Settlement.Contracts;
using DexExtra.Simulation.Checks;
using DexExtra.Simulation.Kernel;

namespace DexExtra.Simulation.Models;

/// <summary>
/// An EVM chain as settlement meets it: a pool, blocks with receipts later, reorganisations up to the finality depth,
/// answers that are lost, a node that does not answer. One thread.
/// </summary>
internal sealed class SimChain(SimDice dice, Reached reached) : IChain
{
    public const ulong Id = 31_337;
    public const ulong FinalityDepth = 3;
    private const int RevertCode = 3;
    private const ulong GasUsed = 100_000;
    private const ulong Gwei = 1_000_000_000;
    private const int BumpPercent = 110;

    private readonly List<SimBlock> _blocks =
        [new() { Number = 1, Contract = new SimContract(), Nonce = 0, Deposits = 0 }];

    private readonly SortedDictionary<ulong, SimTransaction> _pool = [];
    private readonly List<(AccountId Account, long Amount)> _deposits = [];

    public static Address Vault { get; } = Address.Parse("0x00000000000000000000000000000000000000aa");

    public static Address Exchange { get; } = Address.Parse("0x00000000000000000000000000000000000000ee");

    public static Address Token { get; } = Address.Parse("0x00000000000000000000000000000000000000cc");

    /// <summary>Calls of 100 that fail, half of them after they took effect.</summary>
    public int TroublePercent { get; set; }

    /// <summary>Matches that the contract refuses for good.</summary>
    public Predicate<ulong> IsRefused { get; init; } = static _ => false;

    /// <summary>Called with the bytes of every transaction before the node sees it.</summary>
    public Action<byte[]> BeforeSend { get; set; } = static _ => { };

    public SimBlock Head => _blocks[^1];

    public ulong Finalized => Head.Number > FinalityDepth ? Head.Number - FinalityDepth : 0;

    /// <summary>Deposits that are on chain or on their way.</summary>
    public ulong DepositsWanted => Head.Deposits + (ulong)_deposits.Count;

    public void Deposit(AccountId account, long amount) => _deposits.Add((account, amount));

    /// <summary>A block with some of what waits, in order.</summary>
    public void Mine(bool takesAll = false)
    {
        var parent = Head;
        var contract = parent.Contract;
        var nonce = parent.Nonce;
        var logs = new List<LogEntry>();
        var mined = new List<(SimTransaction Transaction, bool Succeeded)>();
        while (_pool.TryGetValue(nonce, out var next) && (takesAll || !dice.OneIn(3)))
        {
            _pool.Remove(nonce++);
            var result = contract.Apply(next.Data, IsRefused);
            contract = result?.State ?? contract;
            if (result is null)
            {
                reached.Add("chain transaction reverted");
            }

            mined.Add((next, result is not null));
            foreach (var (topics, data) in result?.Logs ?? [])
            {
                logs.Add(new LogEntry(Exchange, topics, data, parent.Number + 1, next.Hash, (uint)logs.Count));
            }
        }

        var block = new SimBlock
        {
            Number = parent.Number + 1,
            Contract = contract,
            Nonce = nonce,
            Deposits = parent.Deposits + (ulong)_deposits.Count,
        };
        block.Transactions.AddRange(mined);
        block.Logs.AddRange(logs);
        AddDeposits(block, parent.Deposits);
        _blocks.Add(block);
    }

    /// <summary>The newest blocks are replaced by others, never by fewer, never finally settled ones.</summary>
    public void Reorganise()
    {
        var depth = (int)Math.Min((ulong)_blocks.Count - 1, 1 + (dice.Bits() % FinalityDepth));
        var settled = Head.Contract.LastMatch;
        for (var popped = 0; popped < depth; popped++)
        {
            foreach (var (transaction, _) in Head.Transactions.Where(_ => !dice.OneIn(4)))
            {
                _pool.TryAdd(transaction.Nonce, transaction);
            }

            _deposits.InsertRange(0, Head.DepositsMade);
            _blocks.RemoveAt(_blocks.Count - 1);
        }

        if (Head.Contract.LastMatch < settled)
        {
            reached.Add("chain reorganised with settled matches");
        }

        for (var added = 0; added <= depth; added++)
        {
            Mine();
        }
    }

    /// <summary>Deposits in blocks that can no longer change.</summary>
    public ulong DepositsFinal => Finalized == 0 ? 0 : _blocks[(int)Finalized - 1].Deposits;

    /// <summary>The result of a match in a block that can no longer change.</summary>
    public bool IsFinal(ulong matchId) =>
        _blocks.Any(block => block.Number <= Finalized && block.Contract.LastMatch >= matchId);

    public Task<ulong> ChainIdAsync(CancellationToken cancel) => Ask(() => Id);

    public Task<BlockHead> LatestAsync(CancellationToken cancel) =>
        Ask(() => new BlockHead(Head.Number, SimContract.Topic(Head.Number), Gwei));

    public Task<BlockHead?> BlockAsync(ulong number, CancellationToken cancel) => Ask<BlockHead?>(
        () => number <= Head.Number ? new BlockHead(number, SimContract.Topic(number), Gwei) : null);

    public Task<ulong> BlockSecondsAsync(ulong number, CancellationToken cancel) => Ask(() => number);

    public Task<BlockHead?> FinalizedAsync(CancellationToken cancel) =>
        Ask<BlockHead?>(() => new BlockHead(Finalized, SimContract.Topic(Finalized), Gwei));

    public Task<IReadOnlyList<LogEntry>> LogsAsync(LogFilter filter, CancellationToken cancel) =>
        Ask<IReadOnlyList<LogEntry>>(() =>
        [
            .. _blocks.Where(block => block.Number >= filter.FromBlock && block.Number <= filter.ToBlock)
                .SelectMany(static block => block.Logs)
                .Where(log => log.Contract == filter.Contract && filter.FirstTopics.Contains(log.Topics[0])),
        ]);

    public Task<SendResult> SendRawAsync(byte[] raw, CancellationToken cancel)
    {
        BeforeSend(raw);
        return Ask(() => Send(new SimTransaction(raw)));
    }

    public Task<TransactionReceipt?> ReceiptAsync(Hash32 transactionHash, CancellationToken cancel) =>
        Ask(() => _blocks.SelectMany(static block => block.Transactions, static (block, item) => (block, item))
            .Where(found => found.item.Transaction.Hash == transactionHash)
            .Select(static found => new TransactionReceipt(
                found.item.Transaction.Hash, found.item.Succeeded, found.block.Number, GasUsed, null))
            .FirstOrDefault());

    public Task<ulong> TransactionCountAsync(Address account, bool includePending, CancellationToken cancel) =>
        Ask(() =>
        {
            var count = Head.Nonce;
            while (includePending && _pool.ContainsKey(count))
            {
                count++;
            }

            return count;
        });

    public Task<FeeQuote> FeesAsync(CancellationToken cancel) => Ask(() => new FeeQuote(Gwei, Gwei));

    public Task<byte[]> CallAsync(CallRequest call, CancellationToken cancel) => Ask(() => Call(call.Data));

    public Task<ulong> EstimateGasAsync(CallRequest call, CancellationToken cancel) => Ask(() => GasUsed);

    public Task<UInt128> BalanceAsync(Address account, CancellationToken cancel) => Ask(() => (UInt128)Gwei * Gwei);

    public Task<bool> HasCodeAsync(Address account, CancellationToken cancel) => Ask(() => true);

    private void AddDeposits(SimBlock block, ulong before)
    {
        foreach (var (account, amount) in _deposits)
        {
            Hash32[] topics =
            [
                VaultContract.DepositedTopic,
                SimContract.Topic(++before),
                new(AbiWriter.Arguments().Address(account.Owner).ToArray()),
                SimContract.Topic(account.Subaccount),
            ];
            var data = AbiWriter.Arguments().Address(Token).Unsigned((UInt128)amount).Signed(amount).ToArray();
            var hash = SimContract.Topic(block.Number);
            block.Logs.Add(new LogEntry(Vault, topics, data, block.Number, hash, (uint)block.Logs.Count));
            block.DepositsMade.Add((account, amount));
        }

        _deposits.Clear();
    }

    private SendResult Send(SimTransaction transaction)
    {
        if (_blocks.Any(block => block.Transactions.Any(item => item.Transaction.Hash == transaction.Hash)))
        {
            return SendResult.AlreadyKnown;
        }

        if (transaction.Nonce < Head.Nonce)
        {
            return SendResult.NonceTooLow;
        }

        if (_pool.TryGetValue(transaction.Nonce, out var held))
        {
            if (held.Hash == transaction.Hash)
            {
                return SendResult.AlreadyKnown;
            }

            if (transaction.MaxFee * 100 < held.MaxFee * BumpPercent
                || transaction.Priority * 100 < held.Priority * BumpPercent)
            {
                return SendResult.Underpriced;
            }
        }

        _pool[transaction.Nonce] = transaction;
        return SendResult.Accepted;
    }

    private byte[] Call(byte[] data)
    {
        var selector = data.AsSpan(0, AbiWriter.SelectorBytes);
        if (selector.SequenceEqual(ExchangeContract.Vault()))
        {
            return AbiWriter.Arguments().Address(Vault).ToArray();
        }

        if (selector.SequenceEqual(AbiWriter.Selector("hasRole(bytes32,address)")))
        {
            return AbiWriter.Arguments().Unsigned(1).ToArray();
        }

        if (selector.SequenceEqual(ExchangeContract.Market(0).AsSpan(0, AbiWriter.SelectorBytes)))
        {
            var marketId = (uint)Rlp.Number(data.AsSpan()[^sizeof(uint)..]);
            return Head.Contract.Markets.GetValueOrDefault(marketId) ?? new byte[5 * AbiWriter.WordBytes];
        }

        return Head.Contract.Apply(data, IsRefused) is null ? throw new RpcErrorException(RevertCode, "revert") : [];
    }

    private Task<T> Ask<T>(Func<T> answer)
    {
        if (dice.Percent(TroublePercent))
        {
            var isLost = dice.OneIn(2);
            reached.Add(isLost ? "chain answer lost" : "chain no answer");
            if (isLost)
            {
                answer();
            }

            return Task.FromException<T>(new ChainUnavailableException("simulated: no answer"));
        }

        try
        {
            return Task.FromResult(answer());
        }
        catch (RpcErrorException error)
        {
            return Task.FromException<T>(error);
        }
    }
}
