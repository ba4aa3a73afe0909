using System.Runtime.InteropServices;

namespace DexExtra.Transport.Tests.Processes;

/// <summary>
/// Consumes as the engine does: polls, records what it got in a journal, and releases only what is recorded. After a
/// kill it resumes at the last record. A record torn by the kill is cut off, as the engine's recovery does.
/// </summary>
internal static class Consumer
{
    public static readonly int RecordBytes = Marshal.SizeOf<JournalRecord>();
    private const int PollLimit = 40;
    private const int SleepMs = 50;

    public static void Run(string folder, string streamPath, string journalPath)
    {
        using var journal = new FileStream(journalPath, FileMode.OpenOrCreate, FileAccess.ReadWrite);
        var records = Read(journalPath);
        journal.SetLength((long)records.Length * RecordBytes);
        journal.Seek(0, SeekOrigin.End);
        using var bell = Doorbell.Open(Path.Combine(folder, "bell"));
        using var subscription = SharedMemorySubscription.Open(
            streamPath, records.Length == 0 ? 0 : records[^1].Position);
        var handler = new Recorder(subscription.SessionId, new byte[Producer.MaxMessageBytes]);
        while (true)
        {
            if (subscription.Poll(ref handler, PollLimit) == 0)
            {
                Sleep(bell, subscription, ref handler);
            }

            journal.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(handler.Batch)));
            journal.Flush();
            handler.Batch.Clear();
            subscription.Release(subscription.Position);
        }
    }

    /// <summary>The whole records of a journal.</summary>
    public static JournalRecord[] Read(string journalPath)
    {
        using var file = new FileStream(journalPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var whole = bytes.Length / RecordBytes * RecordBytes;
        return MemoryMarshal.Cast<byte, JournalRecord>(bytes.AsSpan(0, whole)).ToArray();
    }

    private static void Sleep(Doorbell bell, SharedMemorySubscription subscription, ref Recorder handler)
    {
        var seen = bell.Observe();
        if (subscription.Poll(ref handler, PollLimit) == 0)
        {
            bell.Wait(seen, SleepMs);
        }
    }

    private readonly struct Recorder(uint sessionId, byte[] scratch) : IFragmentHandler
    {
        public List<JournalRecord> Batch { get; } = [];

        public void OnFragment(ReadOnlySpan<byte> fragment, long position)
        {
            var message = NumberedMessage.Read(fragment, scratch);
            Batch.Add(new JournalRecord
            {
                SessionId = sessionId,
                Life = message.Life,
                Number = message.Number,
                Position = position,
            });
        }
    }
}
