using DexExtra.Hosting;
using DexExtra.Journal.EventLog;

namespace DexExtra.Persistence.Following;

/// <summary>
/// Tells damage of the event log that stays (P11) from a torn end: the engine's start mends that before it publishes
/// again, so it never stays while the engine rings. One follower, one thread at a time.
/// </summary>
internal sealed class LastingDamage
{
    private (string Path, long Offset, long Sequence) _place;
    private uint _seen;
    private int _rings;

    /// <summary>A record did not verify.</summary>
    /// <param name="error">Which one.</param>
    /// <param name="seen">What the doorbell of the event log shows after it: another number after a ring.</param>
    /// <exception cref="FatalException">The same record did not verify before, and the engine publishes.</exception>
    public void Met(EventLogCorruptException error, uint seen)
    {
        var place = (error.Path, error.Offset, error.Sequence);
        _rings = place != _place ? 0 : seen != _seen ? _rings + 1 : _rings;
        (_place, _seen) = (place, seen);
        if (_rings >= PersistenceLimits.DamageRingsMax)
        {
            throw new FatalException(
                ExitCodes.Storage,
                $"{error.Message}; the engine publishes behind it: see \"The event log is damaged\" in docs/RUNBOOK.md",
                error);
        }
    }
}
