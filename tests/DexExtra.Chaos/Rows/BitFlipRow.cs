using DexExtra.Chaos.Faults;
using DexExtra.Journal.CommandLog;

namespace DexExtra.Chaos.Rows;

/// <summary>
/// JRN-10: a command log of 64 KiB whose last sequence a follower has seen; one bit of it is turned, every one in its
/// turn. The start names file and offset and refuses, or the bit means nothing and every command is what it was; never
/// is a command another one or missing. A run is one of 64 slices of the 524,288 bits; in this process, on all cores.
/// </summary>
internal static class BitFlipRow
{
    public const int Slices = 64;

    private const int SegmentBytes = 64 * 1024;
    private const int BatchBytes = 4 * 1024;
    private const int LongestCommand = 600;
    private const int BitsPerByte = 8;

    public static Task RunAsync(RowRun run)
    {
        var commands = new List<byte[]>();
        var log = Write(new Random(run.Seed), commands);
        return run.EachAsync(slice => Task.Run(() =>
        {
            var refused = FirstFailure(() => Flip(log, commands, (slice + run.Seed) & (Slices - 1)));
            run.Outcome.Note("bits turned", SegmentBytes * BitsPerByte / Slices);
            run.Outcome.Note("refused", refused);
            run.Outcome.Survive();
        }));
    }

    /// <summary>The first of what several cores have found.</summary>
    private static long FirstFailure(Func<long> flip)
    {
        try
        {
            return flip();
        }
        catch (AggregateException several)
        {
            throw new ChaosException(several.InnerExceptions[0].Message, 1);
        }
    }

    /// <summary>Fills one segment to its last byte with batches of one page.</summary>
    private static MemoryLog Write(Random random, List<byte[]> commands)
    {
        var log = new MemoryLog();
        var options = new CommandLogOptions
        {
            SegmentBytes = SegmentBytes,
            BatchBytes = BatchBytes,
            PrepareInBackground = false,
        };
        using var writer = CommandLogWriter.Open(log, MemoryLog.Folder, 0, options);
        for (var batch = 0; batch < SegmentBytes / BatchBytes; batch++)
        {
            while (TryAppend(writer, random, commands))
            {
                // until the page is full
            }

            writer.Sync();
        }

        return log;
    }

    private static bool TryAppend(CommandLogWriter writer, Random random, List<byte[]> commands)
    {
        var command = new byte[random.Next(LongestCommand)];
        random.NextBytes(command);
        if (!writer.Append(writer.LastSequence + 1, command))
        {
            return false;
        }

        commands.Add(command);
        return true;
    }

    /// <summary>Turns every 64th bit, from a place on; returns how many were refused.</summary>
    private static long Flip(MemoryLog log, List<byte[]> commands, int first)
    {
        var refused = 0L;
        var path = log.Segments.Single();
        Parallel.For(
            0, SegmentBytes * BitsPerByte / Slices,
            log.Copy,
            (index, _, copy) =>
            {
                // slice by slice other bits of the same bytes, so that a few slices are a sample of the whole
                var bit = (index * Slices) + ((first + index) & (Slices - 1));
                var mask = (byte)(1 << (bit % BitsPerByte));
                var bytes = copy.Bytes(path);
                bytes[bit / BitsPerByte] ^= mask;
                Interlocked.Add(ref refused, IsRefused(copy, path, bit, commands) ? 1 : 0);
                bytes[bit / BitsPerByte] ^= mask;
                return copy;
            },
            _ => { });
        return refused;
    }

    private static bool IsRefused(MemoryLog log, string path, int bit, List<byte[]> commands)
    {
        var reader = new Comparer(commands);
        try
        {
            var range = new CommandLogRange { SeenByConsumer = commands.Count };
            CommandLogReader.Read(log, MemoryLog.Folder, range, ref reader);
        }
        catch (RecoveryRefusedException refusal)
        {
            var isNamed = refusal.Path == path && refusal.Offset <= bit / BitsPerByte
                && refusal.Message.Contains(path, StringComparison.Ordinal);
            return isNamed && !reader.IsOther
                ? true
                : throw new ChaosException($"bit {bit}: refused in another place, or too late: {refusal.Message}", 1);
        }

        return reader.Count == commands.Count && !reader.IsOther
            ? false
            : throw new ChaosException($"bit {bit}: {reader.Count} of {commands.Count} commands, accepted as if whole", 1);
    }

    private struct Comparer(List<byte[]> commands) : ICommandLogHandler
    {
        /// <summary>Commands handed over.</summary>
        public int Count { get; private set; }

        /// <summary>One of them is not what was written.</summary>
        public bool IsOther { get; private set; }

        public void OnRecord(long sequence, ReadOnlySpan<byte> record)
        {
            Count++;
            IsOther |= sequence != Count || Count > commands.Count || !record.SequenceEqual(commands[Count - 1]);
        }
    }
}
