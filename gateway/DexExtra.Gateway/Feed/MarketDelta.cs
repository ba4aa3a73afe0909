using System.Runtime.InteropServices;
using DexExtra.Gateway.Views;
using DexExtra.Messages;

namespace DexExtra.Gateway.Feed;

/// <summary>
/// What one frame did to one market, gathered before it is written: a contiguous range of market sequences, previous+1
/// to last, trades and status included. Reused from frame to frame by the follower thread.
/// </summary>
internal sealed class MarketDelta(MarketView market)
{
    private readonly List<LevelChanged> _changes = [];

    public MarketView Market { get; } = market;

    public ulong PreviousSequence { get; private set; }

    public ulong LastSequence { get; private set; }

    public ReadOnlySpan<LevelChanged> Changes => CollectionsMarshal.AsSpan(_changes);

    /// <summary>Notes the event's sequence; the first one of a frame fixes where the delta begins.</summary>
    public void Touch(ulong marketSequence)
    {
        if (LastSequence == 0)
        {
            PreviousSequence = marketSequence - 1;
        }

        LastSequence = marketSequence;
    }

    public void Add(in LevelChanged change)
    {
        Touch(change.MarketSequence);
        _changes.Add(change);
    }

    /// <summary>A copy that outlives the frame, with the labels after it.</summary>
    public BookChange ToChange(long engineTimeNs) => new(
        PreviousSequence, LastSequence, [.. _changes], Market.State, Market.Book.IsCrossed, engineTimeNs);

    public void Clear()
    {
        LastSequence = 0;
        _changes.Clear();
    }
}
