using DexExtra.Journal.Inspection;
using DexExtra.Journal.Storage;

namespace DexExtra.Backup.Making;

/// <summary>
/// The command log in its folder up to the batch that holds a published command: segments oldest first, of the last one
/// only so many bytes. That batch is durable as a whole, so that nothing of it can be taken back.
/// </summary>
/// <param name="Sequence">Last command of that batch.</param>
/// <param name="Segments">File names with the last command in each.</param>
/// <param name="LastBytes">Bytes of the last segment up to the end of that batch.</param>
internal sealed record LogEnd(
    long Sequence, IReadOnlyList<(string File, long FirstSequence, long LastSequence)> Segments, long LastBytes)
{
    private const int MostTries = 5;

    /// <summary>Verifies every batch on its way, beside a writer that appends and an archiver.</summary>
    /// <exception cref="BackupException">The log is damaged, or ends before the published command.</exception>
    /// <exception cref="StorageException">The disk refuses.</exception>
    public static LogEnd Find(string journal, long published)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return Walk(journal, published);
            }
            catch (StorageException error) when (error.Errno == Errno.NoEntry && tries < MostTries)
            {
                // a segment went into the archive after the folder was listed: list again
            }
        }
    }

    private static LogEnd Walk(string journal, long published)
    {
        List<(string, long, long)> segments = [];
        using var cursor = new CommandLogCursor(FileStorage.Instance, journal);
        var first = 0L;
        while (cursor.MoveNext())
        {
            var item = cursor.Current;
            var file = Path.GetFileName(item.Path);
            if (item.Kind == LogItemKind.Damage)
            {
                throw BackupException.Damage($"the command log is damaged: {item}");
            }

            if (item.Kind == LogItemKind.SegmentEnd)
            {
                segments.Add((file, item.FirstSequence, item.LastSequence));
                first = 0;
            }
            else
            {
                first = first == 0 ? item.FirstSequence : first;
                if (item.LastSequence >= published)
                {
                    segments.Add((file, first, item.LastSequence));
                    return new LogEnd(item.LastSequence, segments, item.Offset + item.LengthBytes);
                }
            }
        }

        throw BackupException.Damage(
            $"the command log in {journal} ends with {cursor.LastSequence}, but {published} is published");
    }
}
