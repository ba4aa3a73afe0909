namespace DexExtra.Protocol;

/// <summary>Verdict on one frame. Anything but Ok ends the connection: the peer speaks another protocol.</summary>
public enum DecodeResult
{
    Ok = 0,

    /// <summary>The framing length is not the length of the bytes, or the encoding type is another.</summary>
    BadFraming = 1,
    WrongSchema = 2,

    /// <summary>Version 0; later versions are read as far as they are known.</summary>
    UnsupportedVersion = 3,
    UnknownTemplate = 4,

    /// <summary>The root block is shorter than the template's, or longer within the same version.</summary>
    BadBlockLength = 5,

    /// <summary>A byte that belongs to no field is not zero.</summary>
    ReservedNotZero = 6,
}
