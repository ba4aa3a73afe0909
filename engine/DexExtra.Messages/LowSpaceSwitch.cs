namespace DexExtra.Messages;

/// <summary>JRN-09: what the sequencer says about the space that is left for the logs.</summary>
public enum LowSpaceSwitch : byte
{
    /// <summary>In a command: the switch stays as it is. In an event: there is space.</summary>
    None = 0,

    /// <summary>Too little: as a halt of trading until it is taken back.</summary>
    On = 1,

    /// <summary>In a command only: there is space again.</summary>
    Off = 2,
}
