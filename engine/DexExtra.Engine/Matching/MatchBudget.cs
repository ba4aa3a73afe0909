using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>
/// What one command may still do: orders it may meet, traded or prevented, which bounds its time and its frame, and
/// matches the settlement window has room for.
/// </summary>
internal struct MatchBudget(int settlementRoom)
{
    private int _makers = Limits.MaxFillsPerCommand;
    private int _fills = settlementRoom;

    /// <summary>Counts one more resting order; false when that is one too many.</summary>
    public bool Meet() => _makers-- > 0;

    /// <summary>Counts one more match; false when that is one too many.</summary>
    public bool Fill() => _fills-- > 0;
}
