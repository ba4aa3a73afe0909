using DexExtra.Journal.Storage;

namespace DexExtra.Journal.CommandLog;

/// <summary>
/// Streams the command log for replay, verifying everything recovery verifies. Reading beside an idle writer (after
/// <see cref="CommandLogWriter.Open"/>, before the first append) is the normal case.
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
        => new CommandLogScanner(storage, folder, minimumLastSequence: 0).Run(ref handler, onProgress);
}
