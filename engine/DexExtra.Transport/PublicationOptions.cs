namespace DexExtra.Transport;

/// <summary>How to open a publication over shared memory.</summary>
public sealed record PublicationOptions
{
    /// <summary>Folder of all streams; created when it does not exist.</summary>
    public required string StreamsFolder { get; init; }

    /// <summary>Who sends; names the file.</summary>
    public required uint SourceId { get; init; }

    /// <summary>Size of a newly created stream, a power of two; an existing stream keeps its size.</summary>
    public long CapacityBytes { get; init; } = TransportLimits.DefaultCapacityBytes;

    /// <summary>Rung after each commit; not owned. Null when the consumer never sleeps.</summary>
    public Doorbell? Doorbell { get; init; }
}
