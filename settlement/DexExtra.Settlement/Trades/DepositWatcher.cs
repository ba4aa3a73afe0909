using DexExtra.Messages;
using DexExtra.Settlement.Book;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Contracts;

namespace DexExtra.Settlement.Trades;

/// <summary>
/// Turns final deposits of the vault into commands, in order of deposit id (K1, K4). It keeps no cursor of its own:
/// what
/// the engine has credited is in the event log, and the vault's logs are read again from that block. Deposits the
/// engine
/// refuses or never answers are sent again. One loop.
/// </summary>
internal sealed class DepositWatcher(
    IChain chain, SettlementBook book, EnginePublisher publisher, DepositOptions options)
{
    private static readonly Hash32[] Topics = [VaultContract.DepositedTopic];

    private readonly Queue<Deposit> _waiting = new();
    private ulong _scannedThrough;
    private ulong _foundThrough;
    private ulong _sentThrough;
    private ulong _creditedBefore;
    private long _sentAtMs;

    /// <summary>Final deposits on chain that the engine has not credited.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>The engine has credited every deposit up to this block, which is final.</summary>
    public ulong CreditedThrough => _waiting.TryPeek(out var first) ? first.BlockNumber - 1 : _scannedThrough;

    /// <summary>Reads the vault's logs up to the newest final block.</summary>
    /// <exception cref="ChainUnavailableException">The node's answer has a gap.</exception>
    public async Task ScanAsync(ChainPosition position, CancellationToken cancel)
    {
        if (_foundThrough < book.LastDepositId)
        {
            _foundThrough = book.LastDepositId;
        }

        var from = Math.Max(Math.Max(_scannedThrough + 1, book.LastDepositBlock), options.DeployBlock);
        while (from <= position.Finalized && _waiting.Count < SettlementLimits.MaxUnconfirmedDeposits)
        {
            var end = Math.Min(position.Finalized, from + SettlementLimits.LogRangeBlocks - 1);
            var logs = await chain.LogsAsync(new LogFilter(options.Vault, Topics, from, end), cancel);
            foreach (var deposit in logs.Select(log => VaultContract.ReadDeposit(log, options.ChainId)))
            {
                Add(deposit);
            }

            _scannedThrough = end;
            from = end + 1;
        }
    }

    /// <summary>Sends what the engine has not credited yet.</summary>
    public void Send(long nowMs)
    {
        while (_waiting.TryPeek(out var first) && first.DepositId <= book.LastDepositId)
        {
            _waiting.Dequeue();
        }

        // any progress restarts the patience; none for too long means lost or refused: again from the first
        if (book.LastDepositId != _creditedBefore)
        {
            _creditedBefore = book.LastDepositId;
            _sentAtMs = nowMs;
        }
        else if (nowMs - _sentAtMs >= options.ResendMs)
        {
            _sentThrough = book.LastDepositId;
        }

        foreach (var deposit in _waiting)
        {
            if (deposit.DepositId <= _sentThrough)
            {
                continue;
            }

            if (!publisher.TrySend(CommandType.Deposit, in deposit))
            {
                return;
            }

            _sentThrough = deposit.DepositId;
            _sentAtMs = nowMs;
        }
    }

    private void Add(in Deposit deposit)
    {
        if (deposit.DepositId <= _foundThrough)
        {
            return;
        }

        if (deposit.DepositId != _foundThrough + 1)
        {
            throw new ChainUnavailableException(
                $"the node showed deposit {deposit.DepositId} but not deposit {_foundThrough + 1}");
        }

        _waiting.Enqueue(deposit);
        _foundThrough = deposit.DepositId;
    }
}
