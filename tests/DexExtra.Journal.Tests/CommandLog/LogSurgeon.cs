using DexExtra.Journal.CommandLog;
using DexExtra.Journal.Tests.Storage;

namespace DexExtra.Journal.Tests.CommandLog;

/// <summary>
/// Breaks a healthy log on purpose. The log: segments 1–3 by rotation (four one-page batches each, three in the last),
/// so that every case can name its place by segment and page.
/// </summary>
internal sealed class LogSurgeon
{
    public const int PageBytes = CommandLogFormat.BatchAlignmentBytes;
    public const int LastSegment = 3;
    public const int PagesInLast = 3;

    public LogSurgeon()
    {
        Last = Commands.Write(Storage, 11);
        Assert.Equal(LastSegment, Names().Length);
    }

    public FaultyStorage Storage { get; } = new();

    /// <summary>Last sequence of the healthy log.</summary>
    public long Last { get; }

    public string[] Names() => [.. Storage.Paths.Where(p => p.EndsWith(".journal", StringComparison.Ordinal))];

    public string PathOf(int segment) => Names()[segment - 1];

    public SimulatedFile File(int segment) => Storage.File(PathOf(segment));

    public BatchHeader Header(int segment, int page) => BatchCodec.ReadHeader(Page(segment, page));

    public byte[] Page(int segment, int page)
    {
        byte[] bytes = new byte[PageBytes];
        _ = File(segment).Read(bytes, page * PageBytes);
        return bytes;
    }

    public void Zero(int segment, int page) => File(segment).Write(new byte[PageBytes], page * PageBytes);

    public void Flip(int segment, int page, int byteInPage)
    {
        byte[] bytes = Page(segment, page);
        bytes[byteInPage] ^= 0x10;
        File(segment).Write(bytes, page * PageBytes);
    }

    /// <summary>
    /// Takes a batch, lets the caller change its header, seals it again and writes it to the same page.
    /// </summary>
    public void Reseal(int segment, int page, Func<BatchHeader, BatchHeader> change)
        => Forge(segment, page, change(Header(segment, page)), Page(segment, page));

    /// <summary>
    /// Writes a forged batch behind the last one: intact, with the header the caller makes of the right one.
    /// </summary>
    public void ForgeNext(Func<BatchHeader, BatchHeader> change)
    {
        byte[] bytes = Page(LastSegment, PagesInLast - 1);
        BatchHeader header = BatchCodec.ReadHeader(bytes);
        header.PreviousCrc = header.HeaderCrc;
        header.BatchNumber++;
        header.DurableUpTo = header.LastSequence;
        header.FirstSequence = header.LastSequence + 1;
        header.LastSequence += header.RecordCount;
        Forge(LastSegment, PagesInLast, change(header), bytes);
    }

    public void Rename(int segment, Func<SegmentName, SegmentName> change)
    {
        string path = PathOf(segment);
        Assert.True(SegmentName.TryParse(Path.GetFileName(path), out SegmentName name));
        SimulatedFile file = Storage.File(path);
        Storage.Remove(path);
        Storage.Put(Path.Combine(Commands.Folder, change(name).ToString()), file);
    }

    public void Swap(int left, int right)
    {
        (string first, string second) = (PathOf(left), PathOf(right));
        (SimulatedFile one, SimulatedFile other) = (Storage.File(first), Storage.File(second));
        Storage.Put(first, other);
        Storage.Put(second, one);
    }

    /// <summary>Restarts the log once, which adds a takeover segment.</summary>
    public string TakeOver()
    {
        _ = Commands.Write(Storage, 0);
        return Names()[^1];
    }

    private void Forge(int segment, int page, BatchHeader header, byte[] bytes)
    {
        ushort version = header.Version;
        _ = BatchCodec.Seal(bytes, header, page * PageBytes);
        if (version != CommandLogFormat.Version)
        {
            ref BatchHeader forged = ref BatchCodec.Header(bytes);
            forged.Version = version;
            forged.HeaderCrc = forged.ComputeCrc(page * PageBytes);
        }
        File(segment).Write(bytes, page * PageBytes);
    }
}
