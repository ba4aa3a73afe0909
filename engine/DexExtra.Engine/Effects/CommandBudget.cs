using DexExtra.Messages;

namespace DexExtra.Engine.Effects;

/// <summary>
/// What one command, with everything it sets off, may still do: orders it may meet, which bounds its time and its
/// frame, and matches the settlement window has room for. A copy serves a dry run.
/// </summary>
internal struct CommandBudget(int settlementRoom, int meets = Limits.MaxFillsPerCommand)
{
    private int _meets = meets;
    private int _fills = settlementRoom;

    /// <summary>Resting orders that may still be met, by their cost.</summary>
    public readonly int Meets => _meets;

    /// <summary>Counts one more resting order by its cost; false, and nothing counted, when it is too much.</summary>
    public bool Meet(int cost)
    {
        if (cost > _meets)
        {
            return false;
        }

        _meets -= cost;
        return true;
    }

    /// <summary>The settlement window's room changed otherwise than by a match.</summary>
    public void SetRoom(int settlementRoom) => _fills = settlementRoom;

    /// <summary>Counts one more match; false when that is one too many.</summary>
    public bool Fill() => _fills-- > 0;
}
