using DexExtra.Engine.Book;
using DexExtra.Messages;

namespace DexExtra.Engine.Triggers;

/// <summary>
/// Waiting stops of one market: a ladder of trigger prices per source and direction, trailing ones in a list by
/// entry, and the steps of the sources (T3).
/// </summary>
internal sealed class TriggerBook(LadderNodes nodes)
{
    private const int Sources = 3;

    // upward stops fire lowest trigger first, like asks; downward ones highest first, like bids
    private readonly PriceLadder[] _upward = NewLadders(nodes, Side.Sell);
    private readonly PriceLadder[] _downward = NewLadders(nodes, Side.Buy);
    private readonly SourceStep[] _steps = new SourceStep[Sources];
    private readonly ReachedTrigger[] _reachedUp = new ReachedTrigger[Sources];
    private readonly ReachedTrigger[] _reachedDown = new ReachedTrigger[Sources];

    /// <summary>Trailing stops of all sources in order of entry (kind list).</summary>
    public ChainHead Trailing;

    /// <summary>T5.</summary>
    public CascadeStart Cascade;

    /// <summary>The market is among those with a step to test.</summary>
    public bool IsPending { get; set; }

    /// <summary>Open trailing stops, those of dormant children too.</summary>
    public int TrailingOrders { get; set; }

    public void Open(long floorTicks, long capTicks)
    {
        for (var source = 0; source < Sources; source++)
        {
            _upward[source].Open(floorTicks, capTicks);
            _downward[source].Open(floorTicks, capTicks);
        }
    }

    public PriceLadder Ladder(TriggerSource source, bool firesUpward) =>
        (firesUpward ? _upward : _downward)[(int)source - 1];

    public ref ReachedTrigger Reached(TriggerSource source, bool firesUpward) =>
        ref (firesUpward ? _reachedUp : _reachedDown)[(int)source - 1];

    public ref SourceStep Step(TriggerSource source) => ref _steps[(int)source - 1];

    private static PriceLadder[] NewLadders(LadderNodes nodes, Side side)
    {
        var ladders = new PriceLadder[Sources];
        for (var source = 0; source < Sources; source++)
        {
            ladders[source] = new PriceLadder(nodes, side);
        }

        return ladders;
    }
}
