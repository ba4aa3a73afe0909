namespace DexExtra.Persistence.Projection;

/// <summary>Where and when an event happened: written into every row that it touches.</summary>
internal readonly record struct FrameStamp(long Sequence, uint EventIndex, long TimeNs);
