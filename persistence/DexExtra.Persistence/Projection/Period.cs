using DexExtra.Messages;

namespace DexExtra.Persistence.Projection;

/// <summary>
/// Periods of engine time: at the first command of each, what was before is kept as snapshots (begin_period in
/// db/migrations). A batch never spans two, so that the rows do not depend on how the log was cut into batches.
/// </summary>
internal static class Period
{
    public const long LengthNs = 5 * MinuteNs;

    private const long MinuteNs = 60 * Limits.NsPerSecond;
    private const long DayNs = 24 * 60 * MinuteNs;

    /// <summary>First instant of the period, nanoseconds since the Unix epoch.</summary>
    public static long Of(long timeNs) => timeNs - (timeNs % LengthNs);

    /// <summary>First instant of the minute.</summary>
    public static long Minute(long timeNs) => timeNs - (timeNs % MinuteNs);

    /// <summary>UTC days since 1970-01-01.</summary>
    public static int Day(long timeNs) => (int)(timeNs / DayNs);
}
