using DexExtra.Hosting;
using DexExtra.Journal.Archive;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.Storage;
using Microsoft.Extensions.Logging;

namespace DexExtra.Engine.Host;

/// <summary>
/// What the followers' cursor files prove was published, when a disk forgot the ends of both logs: rows H and N of the
/// recovery table. The log must reach the furthest of them, or the venue would give its sequences out a second time.
/// </summary>
/// <param name="Follower">Whose cursor is the furthest; empty when there is none.</param>
/// <param name="Sequence">The furthest cursor; 0 when there is none.</param>
internal sealed record FollowerEvidence(string Follower, long Sequence)
{
    /// <summary>A damaged file proves nothing and is told.</summary>
    /// <exception cref="StorageException">The disk refuses to read.</exception>
    public static FollowerEvidence Read(IStorage storage, string cursorsFolder, ILogger log)
    {
        var (cursors, damaged) = CursorFolder.ReadAll(storage, cursorsFolder);
        foreach (var name in damaged)
        {
            log.LogWarning("{File}: a damaged cursor, it proves nothing", Path.Combine(cursorsFolder, name));
        }

        var furthest = cursors.DefaultIfEmpty(new FollowerCursor(string.Empty, 0, 0)).MaxBy(cursor => cursor.Seen);
        return new FollowerEvidence(furthest.Follower, furthest.Seen);
    }

    /// <summary>Opens the log with the furthest that was published, by the event log or a follower.</summary>
    /// <exception cref="FatalException">It ends before what only a follower has seen (Storage).</exception>
    /// <exception cref="RecoveryRefusedException">Anything else is wrong with it.</exception>
    public CommandLogWriter Open(long published, Func<long, CommandLogWriter> open)
    {
        try
        {
            return open(Math.Max(published, Sequence));
        }
        catch (RecoveryRefusedException error) when (error.Row.Letter is 'H' or 'N' && error.Sequence > published)
        {
            throw new FatalException(
                ExitCodes.Storage,
                $"durable data was lost: the follower {Follower} has seen sequence {Sequence}, the command log "
                + $"recovers up to {error.Sequence - 1} only; {error.Message}; "
                + "see \"A follower has seen more\" in docs/RUNBOOK.md");
        }
    }
}
