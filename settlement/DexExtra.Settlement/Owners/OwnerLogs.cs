using DexExtra.Messages;
using DexExtra.Settlement.Book;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Contracts;

namespace DexExtra.Settlement.Owners;

/// <summary>
/// Reads what owners did in a range of blocks, of both contracts in their order on chain, behind what the engine has
/// taken. One reader for each use: it remembers the exits that it has seen. One loop.
/// </summary>
internal sealed class OwnerLogs(IChain chain, SettlementBook book, OwnerOptions options)
{
    private readonly Dictionary<ulong, ExitEntry> _exits = [];

    /// <summary>Actions without their numbers.</summary>
    /// <exception cref="ChainUnavailableException">The node's answer cannot be used.</exception>
    public async Task<List<OwnerAction>> ReadAsync(ulong from, ulong to, CancellationToken cancel)
    {
        var cancels = new LogFilter(options.Exchange, OwnerContract.CancelTopics, from, to);
        var exits = new LogFilter(options.Vault, OwnerContract.ExitTopics, from, to);
        var logs = (await chain.LogsAsync(cancels, cancel)).Concat(await chain.LogsAsync(exits, cancel));
        var actions = new List<OwnerAction>();
        foreach (var log in logs
            .Where(log => (log.BlockNumber, log.LogIndex).CompareTo(book.Owners.Last) > 0)
            .OrderBy(static log => (log.BlockNumber, log.LogIndex)))
        {
            var action = OwnerContract.Read(log, options.ChainId, Find);
            Remember(in action);
            actions.Add(action);
        }

        return actions;
    }

    private ExitEntry? Find(ulong exitId) =>
        _exits.TryGetValue(exitId, out var exit) ? exit : book.Owners.FindExit(exitId);

    private void Remember(in OwnerAction action)
    {
        if (action.Kind == OwnerActionKind.ExitRequested)
        {
            _exits[action.Number] = new ExitEntry(action.Account, action.Token, action.Amount);
        }
        else if (action.Kind is OwnerActionKind.ExitPaid or OwnerActionKind.ExitCancelled)
        {
            var exit = Find(action.Number)!;
            _exits[action.Number] = exit with { Left = exit.Left - action.Amount };
        }
    }
}
