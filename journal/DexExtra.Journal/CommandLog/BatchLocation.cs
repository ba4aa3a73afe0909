namespace DexExtra.Journal.CommandLog;

/// <summary>Where a batch stands: segment file, offset and the bytes it occupies there.</summary>
internal sealed record BatchLocation(SegmentName Segment, long Offset, int LengthBytes);
