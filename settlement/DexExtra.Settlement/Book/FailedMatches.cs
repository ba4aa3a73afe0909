using DexExtra.Messages;

namespace DexExtra.Settlement.Book;

/// <summary>X4: matches whose effect is in the engine and never will be on chain, until they are taken back. One
/// thread.</summary>
internal sealed class FailedMatches
{
    private readonly SortedDictionary<ulong, FailedMatch> _open = [];

    public int Count => _open.Count;

    /// <summary>The newest first: whoever went on with what he did not have can pay back in that order.</summary>
    public IEnumerable<FailedMatch> NewestFirst => _open.Values.Reverse();

    /// <summary>The oldest that waits; null when none does.</summary>
    public FailedMatch? Oldest => _open.Count == 0 ? null : _open.First().Value;

    public bool HasMarket(uint marketId) => _open.Values.Any(failed => failed.Match.MarketId == marketId);

    public void Add(MatchEntry match, ushort code) =>
        _open[match.MatchId] = new FailedMatch(match, code);

    /// <summary>True when the match waited for this.</summary>
    public bool TakeBack(ulong matchId) => _open.Remove(matchId);

    /// <summary>Notes an answer of the engine to this process.</summary>
    public void Refuse(in CommandRejected refusal)
    {
        if (refusal.CommandType == CommandType.BustTrade && _open.GetValueOrDefault(refusal.Reference) is { } failed)
        {
            failed.Refusal = refusal.Reason;
        }
    }
}
