using DexExtra.Journal.Archive;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.Storage;

namespace DexExtra.Journal.Inspection;

/// <summary>
/// Makes a command log end with a stated record: the batch that holds it is sealed again with fewer records, what
/// stands behind becomes zeros, later segments go. For copies only; the caller holds the folder's lock.
/// </summary>
public static class CommandLogCut
{
    private const int ChunkBytes = 1 << 20;

    /// <exception cref="StorageException">The log does not hold that record undamaged, or the disk refuses.</exception>
    public static void Run(IStorage storage, string folder, long lastSequence)
    {
        LogItem place = Find(storage, folder, lastSequence);
        CommandLogStart start = CommandLogStart.Read(storage, folder);
        SegmentChain chain = SegmentChain.Read(storage, folder, start);
        for (int index = chain.Count - 1; index >= 0 && chain[index].Number > place.Batch!.SegmentNumber; index--)
        {
            storage.Delete(Path.Combine(folder, chain[index].ToString()));
        }
        using (IStorageFile file = storage.Open(place.Path, StorageOpenMode.ReadWrite))
        {
            byte[] batch = new byte[place.LengthBytes];
            _ = file.ReadAt(batch, place.Offset);
            int kept = Shorten(batch, lastSequence, place.Offset);
            ZeroFrom(file, place.Offset + kept);
            file.WriteAt(batch.AsSpan(0, kept), place.Offset);
            file.SyncData();
        }
        storage.SyncFolder(folder);
    }

    private static LogItem Find(IStorage storage, string folder, long lastSequence)
    {
        using var cursor = new CommandLogCursor(storage, folder);
        while (cursor.MoveNext())
        {
            LogItem item = cursor.Current;
            if (item.Kind == LogItemKind.Damage)
            {
                throw new StorageException("cut", item.Path, item.Offset, 0, item.Reason);
            }
            if (item.Batch is not null && item.FirstSequence <= lastSequence && item.LastSequence >= lastSequence)
            {
                return item;
            }
        }
        throw new StorageException("cut", folder, -1, 0, $"the log does not hold sequence {lastSequence}");
    }

    /// <summary>Bytes that the batch occupies now.</summary>
    private static int Shorten(byte[] batch, long lastSequence, long offset)
    {
        BatchHeader header = BatchCodec.ReadHeader(batch);
        ReadOnlySpan<byte> rest = BatchCodec.Payload(batch, header);
        for (long sequence = header.FirstSequence; sequence <= lastSequence; sequence++)
        {
            _ = BatchCodec.NextRecord(ref rest);
        }
        header.LastSequence = lastSequence;
        header.RecordCount = (int)(lastSequence - header.FirstSequence + 1);
        header.PayloadBytes -= rest.Length;
        int bytes = CommandLogFormat.BatchBytes(header.PayloadBytes);
        _ = BatchCodec.Seal(batch.AsSpan(0, bytes), header, offset);
        return bytes;
    }

    private static void ZeroFrom(IStorageFile file, long offset)
    {
        byte[] zeros = new byte[ChunkBytes];
        for (long end = file.LengthBytes; offset < end; offset += ChunkBytes)
        {
            file.WriteAt(zeros.AsSpan(0, (int)Math.Min(ChunkBytes, end - offset)), offset);
        }
    }
}
