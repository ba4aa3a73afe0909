using System.Globalization;
using System.Text.Json.Nodes;
using DexExtra.Engine;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;
using DexExtra.Messages;

namespace DexExtra.Journal.Tool.Tests;

/// <summary>
/// Both logs of a small venue as the host writes them, in a folder of its own: an asset, numbered deposits to a few
/// accounts, a tick now and then; many small segments and some restarts.
/// </summary>
internal sealed class VenueLogs : IDisposable
{
    public const int Commands = 600;
    private const int PerBatch = 3;
    private static readonly Address Token = Address.Parse("0x00000000000000000000000000000000000000aa");

    private static readonly CommandLogOptions LogOptions =
        new() { SegmentBytes = 64 << 10, BatchBytes = 16 << 10, PrepareInBackground = false };

    public VenueLogs(int commands = Commands, int restarts = 2)
    {
        Directory.CreateDirectory(Data);
        using var events = EventLogWriter.Open(
            Events, new EventLogOptions { SegmentBytes = 16 << 10, PrepareInBackground = false });
        var engine = new Engine.Engine(new EngineOptions());
        var frame = new byte[Limits.MaxEventFrameBytes];
        var share = commands / (restarts + 1);
        for (var start = 0; start <= restarts; start++)
        {
            using var log = CommandLogWriter.Open(FileStorage.Instance, Journal, events.LastSequence, LogOptions);
            var end = start == restarts ? commands : (start + 1) * share;
            while (log.LastSequence < end)
            {
                var command = Command(log.LastSequence + 1);
                Assert.True(log.Append(log.LastSequence + 1, command));
                if (log.PendingRecords == PerBatch || log.LastSequence == end)
                {
                    log.Sync();
                }

                var sink = new EventFrameWriter(frame);
                engine.Apply(command, ref sink);
                events.Append(log.LastSequence, sink.Frame);
            }
        }

        StateHash = engine.StateHash().ToString("x16", CultureInfo.InvariantCulture);
    }

    public string Data { get; } = Directory.CreateTempSubdirectory("dexextra-tool-").FullName;

    public string Journal => Path.Combine(Data, "journal");

    public string Events => Path.Combine(Data, "events");

    public string StateHash { get; }

    public static byte[] Command(long sequence)
    {
        var buffer = new byte[Limits.MaxCommandBytes];
        var length = sequence == 1 ? Write(buffer, CommandType.ListAsset, new ListAsset
        {
            AssetId = 1,
            TokenDecimals = 6,
            Token = Token,
            Symbol = FixedText64.TryCreate("USDC", out var symbol) ? symbol : default,
        })
            : Write(buffer, CommandType.Deposit, new Deposit
            {
                DepositId = (ulong)sequence - 1,
                ChainId = 31_337,
                Account = Account(sequence),
                Token = Token,
                Amount = sequence,
            });
        ref var header = ref CommandCodec.Header(buffer.AsSpan());
        header.Sequence = sequence;
        header.TimestampNs = 1_700_000_000_000_000_000 + sequence * 1_000_000;
        return buffer[..length];
    }

    public static AccountId Account(long sequence) => new(Address.Parse($"0x{sequence % 7 + 1:x40}"), 0);

    /// <summary>Runs the tool on these logs; returns exit code, lines of stdout, and stderr.</summary>
    public (int Exit, List<JsonObject> Lines, string Errors) Run(params string[] arguments) =>
        RunRaw([arguments[0], "--journal", Journal, "--events", Events, .. arguments[1..]]);

    public static (int Exit, List<JsonObject> Lines, string Errors) RunRaw(params string[] arguments)
    {
        using var stdout = new StringWriter();
        using var stderr = new StringWriter();
        var exit = Tool.Run(arguments, stdout, stderr);
        var lines = stdout.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        return (exit, lines, stderr.ToString());
    }

    /// <summary>All files of the folder with their bytes: equal before and after means nothing was changed.</summary>
    public static Dictionary<string, string> Contents(string folder) => Directory.GetFiles(folder)
        .ToDictionary(path => Path.GetFileName(path), path => Convert.ToHexString(File.ReadAllBytes(path)));

    public static void Flip(string path, long offset)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = offset;
        var value = file.ReadByte();
        file.Position = offset;
        file.WriteByte((byte)(value ^ 0x10));
    }

    public static string[] Segments(string folder, string pattern) => [.. Directory.GetFiles(folder, pattern).Order()];

    public void Dispose() => Directory.Delete(Data, recursive: true);

    private static int Write<TBody>(byte[] buffer, CommandType type, in TBody body)
        where TBody : unmanaged => CommandCodec.Write(buffer, type, in body, 0, 0);
}
