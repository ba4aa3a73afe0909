namespace DexExtra.Protocol;

/// <summary>What the first bytes of a stream are.</summary>
public enum FrameStatus
{
    /// <summary>One whole frame is there.</summary>
    Complete = 0,

    /// <summary>More bytes are needed; nothing is wrong so far.</summary>
    Incomplete = 1,

    /// <summary>
    /// The length is impossible or the encoding is not SBE 1.0 little endian: the stream cannot be followed.
    /// </summary>
    Malformed = 2,

    /// <summary>The frame would be longer than the limit.</summary>
    TooLong = 3,
}
