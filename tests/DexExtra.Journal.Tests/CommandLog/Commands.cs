using DexExtra.Journal.CommandLog;
using DexExtra.Journal.Storage;

namespace DexExtra.Journal.Tests.CommandLog;

/// <summary>
/// Command records as a pure function of their sequence, and helpers to write and compare whole logs.
/// </summary>
internal static class Commands
{
    public const string Folder = "/log";

    /// <summary>Four one-page batches per segment.</summary>
    public static readonly CommandLogOptions Small = new()
    {
        SegmentBytes = 16 << 10,
        BatchBytes = 8 << 10,
        PrepareInBackground = false,
    };

    public static byte[] For(long sequence)
    {
        var record = new byte[sequence * 7919 % 121];
        for (int i = 0; i < record.Length; i++)
        {
            record[i] = (byte)((sequence * 29) + (i * 3) + 1);
        }
        return record;
    }

    /// <summary>Appends one batch of 1–3 records and syncs it.</summary>
    public static void WriteBatch(CommandLogWriter writer)
    {
        long count = 1 + (writer.LastSequence % 3);
        for (long i = 0; i < count; i++)
        {
            long sequence = writer.LastSequence + 1;
            Assert.True(writer.Append(sequence, For(sequence)));
        }
        _ = writer.Sync();
    }

    /// <summary>Opens a writer, writes batches, closes it; returns the last sequence.</summary>
    public static long Write(IStorage storage, int batches, CommandLogOptions? options = null, string folder = Folder)
    {
        using CommandLogWriter writer = CommandLogWriter.Open(storage, folder, 0, options ?? Small);
        for (int i = 0; i < batches; i++)
        {
            WriteBatch(writer);
        }
        return writer.DurableSequence;
    }

    /// <summary>Reads the log and checks that it is exactly the commands 1..n; returns the report.</summary>
    public static RecoveryReport ReadAndCheck(IStorage storage, string folder = Folder)
    {
        var checker = new Checker();
        RecoveryReport report = CommandLogReader.Read(storage, folder, ref checker);
        Assert.Equal(report.LastSequence, checker.Last);
        return report;
    }

    private struct Checker : ICommandLogHandler
    {
        public long Last { get; private set; }

        public void OnRecord(long sequence, ReadOnlySpan<byte> record)
        {
            if (sequence != Last + 1 || !record.SequenceEqual(For(sequence)))
            {
                Assert.Fail($"record {sequence} after {Last}: {Convert.ToHexString(record)}");
            }
            Last = sequence;
        }
    }
}
