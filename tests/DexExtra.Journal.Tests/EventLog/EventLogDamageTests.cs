using System.Runtime.InteropServices;
using DexExtra.Journal.EventLog;

namespace DexExtra.Journal.Tests.EventLog;

/// <summary>
/// The event log is never synced: whatever a power loss or a flipped bit leaves, opening ends it at the last record
/// that verifies, and replay makes it whole again byte for byte.
/// </summary>
public sealed class EventLogDamageTests(ITestOutputHelper output) : IDisposable
{
    private const int Seed = 14;
    private const int Records = 120;
    private static readonly EventLogOptions Small = new() { SegmentBytes = 4096, PrepareInBackground = false };

    private readonly TestFolder _folder = new();

    private string Log => _folder.Sub("events");

    public void Dispose() => _folder.Dispose();

    // P11 for followers: a flipped bit is a typed error with file, offset and sequence, never other events
    [Fact]
    [Trait("rule", "JRN-10")]
    public void Every_flipped_bit_is_seen_by_a_reader_and_healed_by_the_writer()
    {
        Dictionary<string, byte[]> whole = WriteAll(30);
        string path = Path.Combine(Log, whole.Keys.First());
        byte[] content = whole.Values.First();
        int used = content.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
        // the header and the first records bit by bit, then a sample
        for (int bit = 0; bit < used * 8; bit += bit < 4000 ? 1 : 61)
        {
            byte[] damaged = [.. content];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            File.WriteAllBytes(path, damaged);
            CheckReader(bit, whole.Count);
            if (bit % 7 == 0)
            {
                HealAndCompare(whole, 30);
            }
        }
    }

    // P3: pages of an unsynced mapping reach the disk in any order
    [Fact]
    [Trait("rule", "JRN-05")]
    public void Any_lost_sectors_are_cut_and_regenerated_identically()
    {
        output.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        Dictionary<string, byte[]> whole = WriteAll(Records);
        for (int round = 0; round < 150; round++)
        {
            foreach ((string name, byte[] content) in whole)
            {
                File.WriteAllBytes(Path.Combine(Log, name), LoseSectors(content, random));
            }
            HealAndCompare(whole, Records);
        }
    }

    private static byte[] LoseSectors(byte[] content, Random random)
    {
        byte[] damaged = [.. content];
        for (int sector = 0; sector < damaged.Length; sector += 512)
        {
            if (random.Next(40) == 0)
            {
                damaged.AsSpan(sector, 512).Clear();
            }
        }
        return damaged;
    }

    [Fact]
    [Trait("rule", "JRN-12")]
    public void Missing_swapped_shortened_and_stray_segments_are_healed()
    {
        Dictionary<string, byte[]> whole = WriteAll(Records);
        string[] names = [.. whole.Keys];
        foreach (string name in names)
        {
            string path = Path.Combine(Log, name);
            File.Delete(path);
            HealAndCompare(whole, Records);
            File.WriteAllBytes(path, []);
            HealAndCompare(whole, Records);
            File.WriteAllBytes(path, whole[name][..1000]);
            HealAndCompare(whole, Records);
            File.WriteAllBytes(path, whole[names[0] == name ? names[1] : names[0]]);
            HealAndCompare(whole, Records);
        }
        File.WriteAllBytes(Path.Combine(Log, "00000000000000000002.events"), new byte[4096]);
        File.WriteAllBytes(Path.Combine(Log, "next.prepared"), new byte[17]);
        HealAndCompare(whole, Records, strayAllowed: true);
    }

    [Fact]
    public void Damage_is_reported_with_file_offset_sequence_and_reason()
    {
        Dictionary<string, byte[]> whole = WriteAll(Records);
        string path = Path.Combine(Log, whole.Keys.First());
        byte[] damaged = [.. whole.Values.First()];
        damaged[64 + 16] ^= 1;
        File.WriteAllBytes(path, damaged);
        using EventLogWriter writer = EventLogWriter.Open(Log, Small);
        Assert.Equal($"event log: {path} offset 64 sequence 1: record checksum mismatch", writer.Damage!.ToString());
        Assert.Equal(0, writer.LastSequence);
        Assert.True(writer.ZeroedBytes > 4096);
    }

    // the files stay the same files: a follower that has them mapped sees the regenerated records
    [Fact]
    public void A_follower_with_the_damaged_log_mapped_goes_on_after_it_was_regenerated()
    {
        Dictionary<string, byte[]> whole = WriteAll(Records);
        using EventLogReader reader = EventLogReader.Open(Log, 0);
        for (int i = 0; i < 40; i++)
        {
            Assert.True(reader.TryRead(out _, out _));
        }
        string path = Path.Combine(Log, whole.Keys.First());
        using (FileStream file = File.OpenWrite(path))
        {
            file.Position = 70;
            file.WriteByte(0xFF);
        }
        using EventLogWriter writer = EventLogWriter.Open(Log, Small);
        Assert.Equal(0, writer.LastSequence);
        Assert.False(reader.TryRead(out _, out _));
        for (long sequence = 1; sequence <= Records; sequence++)
        {
            writer.Append(sequence, Payloads.For(sequence));
        }
        for (long sequence = 41; sequence <= Records; sequence++)
        {
            Assert.True(reader.TryRead(out long read, out ReadOnlySpan<byte> payload));
            Assert.Equal(sequence, read);
            Assert.True(payload.SequenceEqual(Payloads.For(sequence)));
        }
    }

    [Fact]
    public void Another_format_version_is_refused_and_left_alone()
    {
        Dictionary<string, byte[]> whole = WriteAll(3);
        string path = Path.Combine(Log, whole.Keys.First());
        byte[] foreign = [.. whole.Values.First()];
        ref EventSegmentHeader header = ref MemoryMarshal.AsRef<EventSegmentHeader>(foreign.AsSpan());
        header.Version = 2;
        header.HeaderCrc = header.ComputeCrc();
        File.WriteAllBytes(path, foreign);
        EventLogCorruptException refusal = Assert.Throws<EventLogCorruptException>(
            () => EventLogWriter.Open(Log, Small));
        Assert.Equal("format version 2 is not supported by this build", refusal.Reason);
        Assert.Equal(foreign, File.ReadAllBytes(path));
        using EventLogReader reader = EventLogReader.Open(Log, 0);
        _ = Assert.Throws<EventLogCorruptException>(() => reader.TryRead(out _, out _));
    }

    [Fact]
    public void A_log_that_begins_behind_the_cursor_is_refused_to_the_reader()
    {
        _ = WriteAll(Records);
        File.Delete(Path.Combine(Log, "00000000000000000001.events"));
        using EventLogReader reader = EventLogReader.Open(Log, 3);
        Assert.Equal(
            "the log begins behind this sequence",
            Assert.Throws<EventLogCorruptException>(() => reader.TryRead(out _, out _)).Reason);
    }

    // one thread writes, one follows through its own mapping: never a torn, missing or repeated record
    [Fact]
    public void A_concurrent_reader_sees_every_record_whole()
    {
        const int Count = 200_000;
        var options = new EventLogOptions { SegmentBytes = 64 << 10 };
        var appender = new Thread(() =>
        {
            using EventLogWriter writer = EventLogWriter.Open(Log, options);
            for (long sequence = 1; sequence <= Count; sequence++)
            {
                Span<byte> room = writer.Claim(sequence, (int)(sequence % 97));
                room.Fill((byte)sequence);
                writer.Commit();
            }
        });
        appender.Start();
        using EventLogReader reader = EventLogReader.Open(Log, 0);
        long last = 0;
        while (last < Count)
        {
            if (!reader.TryRead(out long sequence, out ReadOnlySpan<byte> payload))
            {
                _ = Thread.Yield();
                continue;
            }
            Assert.Equal(++last, sequence);
            Assert.Equal(sequence % 97, payload.Length);
            Assert.False(payload.ContainsAnyExcept((byte)sequence));
        }
        appender.Join();
        Assert.False(reader.TryRead(out _, out _));
    }

    private void CheckReader(int bit, int segments)
    {
        using EventLogReader reader = EventLogReader.Open(Log, 0);
        long last = 0;
        try
        {
            while (reader.TryRead(out long sequence, out ReadOnlySpan<byte> payload))
            {
                Assert.True(payload.SequenceEqual(Payloads.For(sequence)), $"bit {bit}");
                last = sequence;
            }
            // a length that became 0 or a lost end marker reads as "not there yet": the follower waits
            Assert.True(last < 30 || segments > 1, $"bit {bit}: all records read");
        }
        catch (EventLogCorruptException e)
        {
            Assert.InRange(e.Sequence, last, last + 1);
        }
    }

    private void HealAndCompare(Dictionary<string, byte[]> whole, int records, bool strayAllowed = false)
    {
        using (EventLogWriter writer = EventLogWriter.Open(Log, Small))
        {
            for (long sequence = 1; sequence <= writer.LastSequence; sequence++)
            {
                Assert.Equal(VerifyOutcome.Identical, writer.Verify(sequence, Payloads.For(sequence)).Outcome);
            }
            for (long sequence = writer.LastSequence + 1; sequence <= records; sequence++)
            {
                writer.Append(sequence, Payloads.For(sequence));
            }
        }
        Dictionary<string, byte[]> healed = Contents();
        if (!strayAllowed)
        {
            Assert.Equal(whole.Keys, healed.Keys);
        }
        foreach ((string name, byte[] content) in whole)
        {
            Assert.True(content.AsSpan().SequenceEqual(healed[name]), name);
        }
    }

    private Dictionary<string, byte[]> WriteAll(int records)
    {
        using EventLogWriter writer = EventLogWriter.Open(Log, Small);
        for (long sequence = 1; sequence <= records; sequence++)
        {
            writer.Append(sequence, Payloads.For(sequence));
        }
        return Contents();
    }

    private Dictionary<string, byte[]> Contents()
        => Directory.GetFiles(Log, "*.events").Order(StringComparer.Ordinal)
            .ToDictionary(path => Path.GetFileName(path)!, File.ReadAllBytes);
}
