using DexExtra.Messages;

namespace DexExtra.Settlement.Book;

/// <summary>What the engine has taken in of the oracle's answers, by market. One thread.</summary>
internal sealed class OracleBook
{
    private readonly HashSet<(uint Market, OracleUpdateKind Kind, Hash32 Assertion)> _known = [];
    private readonly Dictionary<uint, CommandRejectReason> _refusals = [];
    private readonly HashSet<uint> _over = [];

    /// <summary>Why the engine does not take the next answer of a market yet; null: it has not said so.</summary>
    public CommandRejectReason? RefusalOf(uint marketId) =>
        _refusals.TryGetValue(marketId, out var reason) ? reason : null;

    public void Apply(in OracleUpdate update)
    {
        _known.Add((update.MarketId, update.Kind, update.AssertionId));
        _refusals.Remove(update.MarketId);
    }

    /// <summary>The market is paid out, by an answer or without one.</summary>
    public void End(uint marketId)
    {
        _over.Add(marketId);
        _refusals.Remove(marketId);
    }

    public void Refuse(in CommandRejected refusal)
    {
        if (refusal.CommandType == CommandType.OracleUpdate)
        {
            _refusals[(uint)refusal.Reference] = refusal.Reason;
        }
    }

    /// <summary>Whether the engine needs an answer no more.</summary>
    public bool IsDone(in OracleUpdate update) => _over.Contains(update.MarketId)
        || _known.Contains((update.MarketId, update.Kind, update.AssertionId));
}
