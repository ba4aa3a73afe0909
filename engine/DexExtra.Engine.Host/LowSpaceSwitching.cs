using DexExtra.Messages;

namespace DexExtra.Engine.Host;

/// <summary>
/// Turns the level of <see cref="SpaceGuard"/> into the engine's switch: a SetVenueState command of the sequencer, in
/// the log like any other, so that a replay halts and goes on at the same places (ADR 0020). Sequence thread only.
/// </summary>
internal sealed class LowSpaceSwitching(Func<StorageLevel> level, bool isOn)
{
    private bool _isOn = isOn;

    /// <summary>The switch to sequence now; None when the engine knows already.</summary>
    public LowSpaceSwitch Next()
    {
        var isLow = level() != StorageLevel.Ample;
        if (isLow == _isOn)
        {
            return LowSpaceSwitch.None;
        }

        _isOn = isLow;
        return isLow ? LowSpaceSwitch.On : LowSpaceSwitch.Off;
    }
}
