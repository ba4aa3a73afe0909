using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using DexExtra.Engine;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;
using DexExtra.Messages;
using DexExtra.Snapshots.Files;
using DexExtra.Snapshots.Making;
using DexExtra.Transport;

namespace DexExtra.Bench.Scenarios;

/// <summary>
/// P12: from the start of the engine process to the event of the first order, with a long log behind it. The newest
/// snapshot is as old as it may become. With --compare also from the log alone.
/// </summary>
internal static class Restart
{
    private const int StartTimeoutMs = 1_800_000;
    private const uint SourceId = 199;

    public static Report Run(Arguments arguments)
    {
        var commands = arguments.Number("--commands", 20_000_000);
        var live = arguments.Number("--orders", 100_000);
        var behind = arguments.Number("--behind", 2_000_000);
        var report = new Report($"restart, {commands} commands, {live} live orders, snapshot {behind} behind");
        report.Begin();
        var root = arguments.Text("--folder") is { } folder
            ? Directory.CreateDirectory(Path.Combine(folder, Path.GetRandomFileName())).FullName
            : Directory.CreateTempSubdirectory("dexextra-restart-").FullName;
        try
        {
            var next = new byte[Limits.MaxCommandBytes];
            var (length, last) = Generate(root, commands, live, behind, report, next);
            AddStart(report, "start with snapshot", Start(root, last, next.AsSpan(0, length)));
            if (arguments.Text("--compare") == "yes")
            {
                Directory.Delete(Path.Combine(root, "snapshots"), recursive: true);
                AddStart(report, "start from the log alone", Start(root, last, []));
            }
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }

        return report;
    }

    private static (int Length, long Last) Generate(
        string root, long commands, int live, int behind, Report report, byte[] next)
    {
        var folders = new VenueFolders(
            Path.Combine(root, "journal"), Path.Combine(root, "events"), Path.Combine(root, "snapshots"));
        var started = Stopwatch.GetTimestamp();
        using var logs = new RestartLogs(folders.Journal, folders.Events);
        logs.WriteTo(Math.Max(live * 2L, commands - behind), live, Progress);
        using var taken = new SnapshotFolder(FileStorage.Instance, folders.Snapshots).Lock();
        var maker = new SnapshotMaker(FileStorage.Instance, folders, new EngineOptions(), Console.WriteLine);
        Console.WriteLine("  proving and writing the snapshot");
        var made = maker.Make(logs.Sequence, CancellationToken.None)
            ?? throw new BenchException("no snapshot was made");
        report.Add("snapshot, proof of the log", made.Replaying.TotalSeconds, "s");
        report.Add("snapshot, writing", made.Writing.TotalSeconds, "s");
        report.Add("snapshot, verifying", made.Verifying.TotalSeconds, "s");
        report.Add("snapshot, file", made.FileBytes / 1e6, "MB");
        report.Add("snapshot, engine's memory", made.ImageBytes / 1e6, "MB");
        logs.WriteTo(commands, live, Progress);
        return (logs.NextOrder(next), logs.Sequence);

        void Progress(long sequence) => Console.WriteLine(
            $"  {sequence:N0} commands after {Stopwatch.GetElapsedTime(started).TotalSeconds:N0} s");
    }

    private static void AddStart(Report report, string name, (double Seconds, double CpuSeconds) took)
    {
        report.Add(name, took.Seconds, "s");
        report.Add(name + ", processor time", took.CpuSeconds, "s");
    }

    /// <summary>Time from the launch to the event of the order that waits in a stream, or to readiness.</summary>
    private static (double Seconds, double CpuSeconds) Start(string root, long lastSequence, ReadOnlySpan<byte> order)
    {
        var run = Directory.CreateDirectory(Path.Combine(root, "run")).FullName;
        var streams = Directory.CreateDirectory(Path.Combine(run, "streams")).FullName;
        using var doorbell = Doorbell.Open(Path.Combine(run, "engine.doorbell"));
        using var publication = SharedMemoryPublication.Open(
            new PublicationOptions { StreamsFolder = streams, SourceId = SourceId, Doorbell = doorbell });
        if (!order.IsEmpty && publication.Offer(order) < 0)
        {
            throw new BenchException("the stream does not take the order");
        }

        using var events = EventLogReader.Open(Path.Combine(root, "events"), lastSequence);
        while (events.TryRead(out _, out _))
        {
            // what an engine before this one published
        }

        var started = Stopwatch.GetTimestamp();
        using var engine = Launch(root, run);
        try
        {
            while (!events.TryRead(out _, out var frame) || (!order.IsEmpty && !Accepts(frame)))
            {
                if (engine.HasExited || Stopwatch.GetElapsedTime(started).TotalMilliseconds > StartTimeoutMs)
                {
                    throw new BenchException("the engine did not come up: see its log above");
                }

                Thread.Sleep(1);
            }

            return (Stopwatch.GetElapsedTime(started).TotalSeconds, engine.TotalProcessorTime.TotalSeconds);
        }
        finally
        {
            engine.Kill();
            engine.WaitForExit();
        }
    }

    private static bool Accepts(ReadOnlySpan<byte> frame)
    {
        foreach (var item in new EventFrame(frame))
        {
            if (item.Type == EventType.OrderAccepted)
            {
                return true;
            }
        }

        return false;
    }

    private static Process Launch(string root, string run)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var config = Path.Combine(root, "venue.json");
        File.WriteAllText(config, JsonSerializer.Serialize(new
        {
            venue = new { name = "bench", dataFolder = root, runFolder = run },
            engine = new { healthPort = port },
        }));
        var start = new ProcessStartInfo(BenchVenue.ProgramOf("DexExtra.Engine.Host"));
        start.ArgumentList.Add("--config");
        start.ArgumentList.Add(config);
        return Process.Start(start)!;
    }
}
