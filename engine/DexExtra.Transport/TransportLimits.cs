namespace DexExtra.Transport;

/// <summary>Every limit of the transport.</summary>
public static class TransportLimits
{
    /// <summary>Smallest capacity of a stream, bytes.</summary>
    public const long MinCapacityBytes = 64 * 1024;

    /// <summary>Capacity of a stream unless asked otherwise, bytes.</summary>
    public const long DefaultCapacityBytes = 16 * 1024 * 1024;

    /// <summary>Largest capacity of a stream, bytes.</summary>
    public const long MaxCapacityBytes = 1024 * 1024 * 1024;

    /// <summary>Longest message of the largest streams, bytes; small streams take less, see
    /// <see cref="SharedMemoryPublication.MaxMessageBytes"/>.</summary>
    public const int MaxMessageBytes = 64 * 1024;

    /// <summary>A message and its header take at most this part of a stream.</summary>
    public const int MinFramesPerStream = 8;

    /// <summary>How long after a change of the folder each look lists it again, in case a later change fell into the
    /// same tick of the file system's clock.</summary>
    public const int DirectorySettleMs = 1000;
}
