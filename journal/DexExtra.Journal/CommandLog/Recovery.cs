using DexExtra.Journal.Archive;
using DexExtra.Journal.Storage;

namespace DexExtra.Journal.CommandLog;

/// <summary>
/// Examines a command log without changing it. Opening a <see cref="CommandLogWriter"/> runs it under the folder lock
/// and then takes over; run it alone only while no writer has the folder.
/// </summary>
public static class Recovery
{
    /// <summary>
    /// Reads and verifies the whole log. <paramref name="minimumLastSequence"/> is the highest sequence any consumer
    /// (event log, database, settlement, feeds) is known to have seen.
    /// </summary>
    /// <exception cref="RecoveryRefusedException">Anything but a torn tail is wrong.</exception>
    /// <exception cref="StorageException">The disk refuses to read.</exception>
    public static RecoveryReport Run(IStorage storage, string folder, long minimumLastSequence)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(minimumLastSequence);
        return Run(storage, folder, new CommandLogRange { SeenByConsumer = minimumLastSequence });
    }

    /// <summary>Reads and verifies the log behind an anchor; what stands before was verified for it.</summary>
    /// <exception cref="RecoveryRefusedException">Anything but a torn tail is wrong.</exception>
    /// <exception cref="StorageException">The disk refuses to read.</exception>
    public static RecoveryReport Run(IStorage storage, string folder, CommandLogRange range)
    {
        var nobody = new NoHandler();
        CommandLogStart start = CommandLogStart.Read(storage, folder);
        return new CommandLogScanner(storage, folder, range, start).Run(ref nobody, onProgress: null);
    }

    private readonly struct NoHandler : ICommandLogHandler
    {
        public void OnRecord(long sequence, ReadOnlySpan<byte> record)
        {
        }
    }
}
