using DexExtra.Messages;

namespace DexExtra.Gateway.Feed;

/// <summary>What one frame did to the levels of a market; immutable.</summary>
internal sealed record BookChange(
    ulong PreviousSequence,
    ulong Sequence,
    LevelChanged[] Levels,
    MarketState State,
    bool IsCrossed,
    long EngineTimeNs);
