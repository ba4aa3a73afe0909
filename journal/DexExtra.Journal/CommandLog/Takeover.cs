using DexExtra.Journal.Storage;

namespace DexExtra.Journal.CommandLog;

/// <summary>
/// Makes the fresh segment a writer continues in after recovery. An old segment is never appended to: after a failed
/// sync its pages may differ from the disk. The last recovered batch, which no later batch proves durable, is copied
/// into the new file; only when copy and zeros are on stable storage the file gets its name, and only when the name is
/// durable the dead remains of older segments are given back. A crash at any step leaves a log that recovers to the
/// same end. Runs once, under the folder lock, on the opening thread.
/// </summary>
internal sealed class Takeover(IStorage storage, string folder, RecoveryReport report, SegmentPreparer preparer)
{
    /// <summary>Name of the segment to continue in.</summary>
    public SegmentName Segment { get; private set; }

    /// <summary>Offset behind the copied batch.</summary>
    public long Offset { get; private set; }

    /// <summary>Checksum the next batch chains to.</summary>
    public uint PreviousCrc { get; private set; } = Crc32C.Seed;

    public void Run()
    {
        if (report.LastBatch is null)
        {
            RefuseWhenArchived();
            StartAfresh();
            return;
        }
        CopyLastBatch(report.LastBatch);
        GiveBackDeadSpace(report.LastBatch);
    }

    /// <summary>The archiver leaves a durable batch behind; a log that has none any more has lost it.</summary>
    private void RefuseWhenArchived()
    {
        if (report.LastSequence > 0)
        {
            RecoveryRow row = RecoveryTable.Decide(RecoveryFinding.ZeroSpace, RecoveryEvidence.ConsumerCursor);
            string detail = $"no batch behind the archived ones, which end with {report.LastSequence}";
            throw new RecoveryRefusedException(folder, 0, report.LastSequence + 1, row, detail);
        }
    }

    /// <summary>
    /// Segments without a single valid batch hold nothing anyone was told: the log starts over at number 1.
    /// </summary>
    private void StartAfresh()
    {
        foreach (string name in storage.ListFiles(folder))
        {
            if (name.EndsWith(SegmentName.Extension, StringComparison.Ordinal))
            {
                storage.Delete(Path.Combine(folder, name));
            }
        }
        storage.SyncFolder(folder);
        Segment = new SegmentName(1, 1, IsTakeover: false);
        storage.Rename(preparer.Take(), Path.Combine(folder, Segment.ToString()));
        storage.SyncFolder(folder);
    }

    private void CopyLastBatch(BatchLocation last)
    {
        byte[] batch = ReadBatch(last);
        BatchHeader header = BatchCodec.ReadHeader(batch);
        header.SegmentNumber = report.LastSegmentNumber + 1;
        header.Flags |= BatchFlags.Takeover;
        PreviousCrc = BatchCodec.Seal(batch, header, offset: 0);
        Offset = batch.Length;
        Segment = new SegmentName(header.SegmentNumber, header.FirstSequence, IsTakeover: true);

        string prepared = preparer.Take();
        using (IStorageFile file = storage.Open(prepared, StorageOpenMode.ReadWrite))
        {
            file.WriteAt(batch, 0);
            file.SyncData();
        }
        storage.Rename(prepared, Path.Combine(folder, Segment.ToString()));
        storage.SyncFolder(folder);
    }

    private byte[] ReadBatch(BatchLocation last)
    {
        byte[] batch = new byte[last.LengthBytes];
        string path = Path.Combine(folder, last.Segment.ToString());
        using IStorageFile file = storage.Open(path, StorageOpenMode.Read);
        int read = file.ReadAt(batch, last.Offset);
        BatchHeader header = BatchCodec.ReadHeader(batch);
        bool intact = read == batch.Length
            && BatchCodec.IsIntact(header, last.Offset)
            && BatchCodec.CheckShape(header, batch.Length) is null
            && BatchCodec.CheckBody(batch, header) is null;
        return intact
            ? batch
            : throw new StorageException(
                "pread", path, last.Offset, 0, "the last batch reads differently a second time");
    }

    private void GiveBackDeadSpace(BatchLocation last)
    {
        foreach (string file in storage.ListFiles(folder))
        {
            if (!SegmentName.TryParse(file, out SegmentName name)
                || name.Number < last.Segment.Number
                || name.Number >= Segment.Number)
            {
                continue;
            }
            long keepBytes = name == last.Segment ? last.Offset + last.LengthBytes : 0;
            using IStorageFile segment = storage.Open(Path.Combine(folder, file), StorageOpenMode.ReadWrite);
            if (segment.LengthBytes > keepBytes)
            {
                segment.Truncate(keepBytes);
            }
        }
    }
}
