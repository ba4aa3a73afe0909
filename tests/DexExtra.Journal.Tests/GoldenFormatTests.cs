using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;
using DexExtra.Journal.Tests.CommandLog;
using DexExtra.Journal.Tests.EventLog;

namespace DexExtra.Journal.Tests;

/// <summary>
/// Format v1 is frozen by the files in tests/vectors/journal-v1: this build writes exactly those bytes and reads them.
/// The vectors are only ever added to; a change of a byte is a new format version. DEXEXTRA_WRITE_VECTORS=folder writes
/// what this build would produce.
/// </summary>
public sealed class GoldenFormatTests : IDisposable
{
    private const string WriteVariable = "DEXEXTRA_WRITE_VECTORS";
    private static readonly string Vectors = Path.Combine(AppContext.BaseDirectory, "vectors", "journal-v1");

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // two segments by rotation, then a restart with its takeover segment, epoch 3
    [Fact]
    [Trait("rule", "JRN-17")]
    public void Command_log_v1_is_written_and_read_unchanged()
    {
        CommandLogOptions options = new()
        {
            SegmentBytes = 8192,
            BatchBytes = 8192,
            Epoch = 3,
            PrepareInBackground = false,
        };
        string folder = Target("commands");
        _ = Commands.Write(FileStorage.Instance, 3, options, folder);
        long last = Commands.Write(FileStorage.Instance, 1, options, folder);
        AssertSameFiles(Path.Combine(Vectors, "commands"), folder, "*.journal");
        RecoveryReport report = Commands.ReadAndCheck(FileStorage.Instance, Path.Combine(Vectors, "commands"));
        Assert.Equal(
            (RecoveryOutcome.Clean, last, 4L, 3L, 3),
            (report.Outcome, report.LastSequence, report.Batches, report.Epoch, report.Segments));
    }

    [Fact]
    [Trait("rule", "JRN-17")]
    public void Event_log_v1_is_written_and_read_unchanged()
    {
        string folder = Target("events");
        using (EventLogWriter writer = EventLogWriter.Open(
            folder, new EventLogOptions { SegmentBytes = 4096, PrepareInBackground = false }))
        {
            for (long sequence = 1; sequence <= 40; sequence++)
            {
                writer.Append(sequence, Payloads.For(sequence));
            }
        }
        AssertSameFiles(Path.Combine(Vectors, "events"), folder, "*.events");
        using EventLogReader reader = EventLogReader.Open(Path.Combine(Vectors, "events"), 0);
        for (long sequence = 1; sequence <= 40; sequence++)
        {
            Assert.True(reader.TryRead(out long read, out ReadOnlySpan<byte> payload));
            Assert.Equal(sequence, read);
            Assert.True(payload.SequenceEqual(Payloads.For(sequence)));
        }
        Assert.False(reader.TryRead(out _, out _));
    }

    [Fact]
    public void Layouts_have_their_documented_sizes_and_offsets()
    {
        Assert.Equal((80, 16), (Unsafe.SizeOf<BatchHeader>(), Unsafe.SizeOf<BatchFooter>()));
        Assert.Equal((64, 16), (Unsafe.SizeOf<EventSegmentHeader>(), Unsafe.SizeOf<EventRecordHeader>()));
        Assert.Equal(
            [0, 8, 10, 12, 16, 24, 32, 40, 48, 56, 64, 68, 72, 76],
            Offsets<BatchHeader>(
                "Magic", "Version", "Flags", "HeaderCrc", "SegmentNumber", "BatchNumber", "FirstSequence",
                "LastSequence", "DurableUpTo", "Epoch", "RecordCount", "PayloadBytes", "PayloadCrc", "PreviousCrc"));
        Assert.Equal([0, 8, 12], Offsets<BatchFooter>("BatchNumber", "PayloadBytes", "Magic"));
        Assert.Equal(
            [0, 8, 12, 16, 24, 32, 36],
            Offsets<EventSegmentHeader>(
                "Magic", "Version", "HeaderBytes", "FirstSequence", "SegmentBytes", "PreviousCrc", "HeaderCrc"));
        Assert.Equal([0, 4, 8], Offsets<EventRecordHeader>("LengthBytes", "Crc", "Sequence"));
    }

    private static int[] Offsets<T>(params string[] fields)
        => [.. fields.Select(field => (int)Marshal.OffsetOf<T>(field))];

    private static void AssertSameFiles(string expected, string actual, string pattern)
    {
        string[] names = Names(expected, pattern);
        Assert.NotEmpty(names);
        Assert.Equal(names, Names(actual, pattern));
        foreach (string name in names)
        {
            byte[] golden = File.ReadAllBytes(Path.Combine(expected, name));
            Assert.Equal(golden, File.ReadAllBytes(Path.Combine(actual, name)));
        }
    }

    private static string[] Names(string folder, string pattern)
        => [.. Directory.GetFiles(folder, pattern).Order(StringComparer.Ordinal).Select(p => Path.GetFileName(p)!)];

    private string Target(string name)
        => Path.Combine(Environment.GetEnvironmentVariable(WriteVariable) ?? _folder.Path, name);
}
