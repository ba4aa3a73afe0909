using DexExtra.Journal.Archive;
using DexExtra.Journal.Storage;

namespace DexExtra.Journal.CommandLog;

/// <summary>
/// Streams the command log for replay, verifying everything recovery verifies. Reading beside an idle writer (after
/// opening a <see cref="CommandLogWriter"/>, before the first append) is the normal case.
/// </summary>
public static class CommandLogReader
{
    /// <summary>
    /// Hands every record from sequence 1 to the end to the handler, in order, on the calling thread.
    /// </summary>
    /// <exception cref="RecoveryRefusedException">Anything but a torn tail is wrong.</exception>
    /// <exception cref="StorageException">The disk refuses to read.</exception>
    public static RecoveryReport Read<THandler>(
        IStorage storage, string folder, ref THandler handler, Action<CommandLogProgress>? onProgress = null)
        where THandler : struct, ICommandLogHandler
        => Read(storage, folder, CommandLogRange.All, ref handler, onProgress);

    /// <summary>
    /// Hands the records of a part of the log to the handler, in order, on the calling thread. What was archived must
    /// lie before <see cref="CommandLogRange.After"/>. With
    /// <see cref="CommandLogRange.Through"/> set to what is published it may run beside a writer that appends.
    /// </summary>
    /// <exception cref="RecoveryRefusedException">Anything but a torn tail is wrong.</exception>
    /// <exception cref="StorageException">The disk refuses to read, or a restarted writer moved the log.</exception>
    public static RecoveryReport Read<THandler>(
        IStorage storage, string folder, CommandLogRange range, ref THandler handler,
        Action<CommandLogProgress>? onProgress = null)
        where THandler : struct, ICommandLogHandler
    {
        CommandLogStart start = CommandLogStart.Read(storage, folder);
        long known = range.After?.LastSequence ?? 0;
        if (start.LastSequence > known)
        {
            RecoveryRow row = RecoveryTable.Decide(RecoveryFinding.ArchivedBeginning, RecoveryEvidence.None);
            string detail = $"archived up to {start.LastSequence}, the state is known up to {known}";
            throw new RecoveryRefusedException(folder, 0, known + 1, row, detail);
        }
        return new CommandLogScanner(storage, folder, range, start).Run(ref handler, onProgress);
    }
}
