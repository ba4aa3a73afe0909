namespace DexExtra.Journal.Archive;

/// <summary>
/// How much of a log stays in its folder whatever a snapshot covers. The newest segments always stay: there must be a
/// durable batch to continue from.
/// </summary>
public sealed record RetentionRules
{
    public const int MinSegments = 2;

    public int KeepSegments { get; init; } = MinSegments;

    public long KeepBytes { get; init; }

    public TimeSpan KeepAge { get; init; }

    /// <summary>From segments, GiB and days, as the configuration has them.</summary>
    public static RetentionRules Of(int segments, int giB, int days) => new()
    {
        KeepSegments = segments,
        KeepBytes = (long)giB << 30,
        KeepAge = TimeSpan.FromDays(days),
    };

    /// <summary>
    /// How many of the oldest segments may go. <paramref name="segments"/>: oldest first, with the last sequence of the
    /// log behind each. Stops at the first that is needed: what goes is always a prefix.
    /// </summary>
    public int Choose(IReadOnlyList<RetainedSegment> segments, long floorSequence, DateTime nowUtc)
    {
        int keep = Math.Max(KeepSegments, MinSegments);
        long restBytes = segments.Sum(segment => segment.Bytes);
        int count = 0;
        while (segments.Count - count > keep)
        {
            RetainedSegment oldest = segments[count];
            restBytes -= oldest.Bytes;
            bool isNeeded = oldest.LastSequence > floorSequence
                || restBytes < KeepBytes
                || nowUtc - oldest.LastWriteUtc < KeepAge;
            if (isNeeded)
            {
                break;
            }
            count++;
        }
        return count;
    }
}
