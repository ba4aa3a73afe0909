namespace DexExtra.Transport;

/// <summary>Why a stream or doorbell cannot be used. The numbers are stable.</summary>
public enum TransportError
{
    /// <summary>The file is too short, or its magic, checksum or a field makes no sense.</summary>
    DamagedHeader = 1,

    /// <summary>The file was written by another version of the format.</summary>
    UnsupportedVersion = 2,

    /// <summary>The file was written before the machine last started: its contents prove nothing. Its producer
    /// replaces it when it opens.</summary>
    StaleBoot = 3,

    /// <summary>Another living producer owns the stream.</summary>
    ProducerActive = 4,

    /// <summary>Another living consumer owns the stream.</summary>
    ConsumerActive = 5,

    /// <summary>The resume position was released before: the frames after it may be gone.</summary>
    PositionReleased = 6,

    /// <summary>The resume position is not the end of a committed frame.</summary>
    PositionNotCommitted = 7,

    /// <summary>A committed frame makes no sense.</summary>
    DamagedFrame = 8,

    /// <summary>The operating system refused a file operation; the message says which and why.</summary>
    SystemCallFailed = 9,
}
