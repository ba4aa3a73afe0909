using System.Text.Json.Nodes;
using DexExtra.Journal.Archive;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;
using DexExtra.Snapshots.Files;
using DexExtra.Snapshots.Making;

namespace DexExtra.Journal.Tool.Tests;

/// <summary>The verbs that write: only into copies, and only what is proved.</summary>
public sealed class WritingVerbsTests : IDisposable
{
    private readonly VenueLogs _logs = new();
    private readonly string _work = Directory.CreateTempSubdirectory("dexextra-work-").FullName;

    public void Dispose()
    {
        _logs.Dispose();
        Directory.Delete(_work, recursive: true);
    }

    [Fact]
    public void The_event_log_is_rebuilt_byte_for_byte_with_its_file_names()
    {
        var into = Path.Combine(_work, "events");
        var (exit, lines, _) = _logs.Run("rebuild-events", "--into", into);
        Assert.Equal(0, exit);
        Assert.Empty(lines[0]["differentSegments"]!.AsArray());
        var rebuilt = VenueLogs.Contents(into);
        Assert.Equal(
            VenueLogs.Contents(_logs.Events).Where(file => file.Key.EndsWith(".events", StringComparison.Ordinal)),
            rebuilt.Where(file => file.Key.EndsWith(".events", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_rebuilt_segment_that_differs_is_named()
    {
        var segment = VenueLogs.Segments(_logs.Events, "*.events")[1];
        VenueLogs.Flip(segment, 100);
        var (exit, lines, _) = _logs.Run("rebuild-events", "--into", Path.Combine(_work, "events"));
        Assert.Equal(1, exit);
        Assert.Equal([Path.GetFileName(segment)], lines[0]["differentSegments"]!.AsArray().Select(file => file!.ToString()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(200)] // end of the first start: its last batch stands twice
    [InlineData(199)]
    [InlineData(301)]
    [InlineData(600)]
    public void A_copy_ends_with_the_stated_command_and_goes_on_from_there(long at)
    {
        var before = VenueLogs.Contents(_logs.Journal);
        var copy = Path.Combine(_work, "copy");
        Assert.Equal(0, _logs.Run("cut", "--at", $"{at}", "--copy-to", copy).Exit);
        Assert.Equal(before, VenueLogs.Contents(_logs.Journal));
        using (var log = CommandLogWriter.Open(FileStorage.Instance, copy, 0, new CommandLogOptions
        {
            SegmentBytes = 64 << 10,
            BatchBytes = 16 << 10,
            PrepareInBackground = false,
        }))
        {
            Assert.Equal(at, log.DurableSequence);
            log.Append(at + 1, VenueLogs.Command(at + 1));
            log.Sync();
        }

        var compared = VenueLogs.RunRaw("compare", _logs.Journal, copy);
        var line = compared.Lines[0];
        var equalThrough = (long?)line["equalThrough"] ?? (long)line["sequence"]! - 1;
        Assert.Equal(Math.Min(at + 1, VenueLogs.Commands), equalThrough);
    }

    [Fact]
    public void A_live_log_is_never_cut()
    {
        var before = VenueLogs.Contents(_logs.Journal);
        var (exit, _, errors) = _logs.Run("cut", "--at", "10");
        Assert.Equal(1, exit);
        Assert.Contains("is not a copy", errors, StringComparison.Ordinal);
        Assert.Equal(before, VenueLogs.Contents(_logs.Journal));
        var copy = Path.Combine(_work, "copy");
        Assert.Equal(0, _logs.Run("cut", "--at", "500", "--copy-to", copy).Exit);
        Assert.Equal(0, VenueLogs.RunRaw("cut", "--journal", copy, "--at", "400").Exit);
        using var taken = FileStorage.Instance.LockFolder(copy);
        Assert.Equal(1, VenueLogs.RunRaw("cut", "--journal", copy, "--at", "300").Exit);
    }

    [Fact]
    public void A_command_that_breaks_nothing_or_was_published_is_not_skipped()
    {
        var (exit, _, errors) = _logs.Run("mark-skip", "--sequence", "600", "--reason", "try");
        Assert.Equal(1, exit);
        Assert.Contains("the event log ends with 600", errors, StringComparison.Ordinal);
        using (var log = CommandLogWriter.Open(FileStorage.Instance, _logs.Journal, 600, new CommandLogOptions()))
        {
            log.Append(601, VenueLogs.Command(601));
            log.Sync();
            Assert.Contains(
                "the venue is running", _logs.Run("mark-skip", "--sequence", "601", "--reason", "try").Errors,
                StringComparison.Ordinal);
        }

        (exit, _, errors) = _logs.Run("mark-skip", "--sequence", "601", "--reason", "try");
        Assert.Equal(1, exit);
        Assert.Contains("breaks no invariant", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_logs.Journal, SkipList.FileName)));
    }

    [Fact]
    [Trait("rule", "ENG-06")]
    public void A_poison_command_is_skipped_by_every_replay_with_the_documented_hashes()
    {
        AppendPoison();
        Assert.Contains("sequence 601", _logs.Run("replay").Errors, StringComparison.Ordinal);
        var (exit, lines, _) = _logs.Run("mark-skip", "--sequence", "601", "--reason", "time ran backwards");
        Assert.Equal(0, exit);
        Assert.Equal(_logs.StateHash, lines[0]["stateHashBefore"]!.ToString());
        var replayed = _logs.Run("replay", "--hash");
        Assert.Equal((0, "602"), (replayed.Exit, replayed.Lines[^1]["sequence"]!.ToString()));
        var upTo = _logs.Run("replay", "--hash", "--to", "601").Lines[^1];
        Assert.Equal(lines[0]["stateHashAfter"]!.ToString(), upTo["stateHash"]!.ToString());
        var skipped = SkipList.Read(FileStorage.Instance, _logs.Journal).Commands.Single();
        Assert.Equal(("Deposit", "time ran backwards"), (skipped.Command, skipped.Reason));
        Assert.Equal($"{Environment.UserName}@{Environment.MachineName}", skipped.Operator);

        var into = Path.Combine(_work, "events");
        VenueLogs.RunRaw("rebuild-events", "--journal", _logs.Journal, "--into", into);
        using var reader = EventLogReader.Open(into, 600);
        Assert.True(reader.TryRead(out _, out var payload));
        Assert.Equal(
            ["CommandRejected", "SKIPPED_BY_OPERATOR"],
            Messages.Text.EventJson.Describe(payload, Messages.Text.PlainNames.Instance).Single()
                .Where(field => field.Key is "event" or "reason").Select(field => field.Value!.ToString()));
    }

    [Fact]
    [Trait("rule", "ENG-06")]
    public void Marking_begins_with_the_newest_snapshot_and_comes_to_the_same_hashes()
    {
        var config = Path.Combine(_work, "venue.json");
        File.WriteAllText(config, new JsonObject
        {
            ["venue"] = new JsonObject { ["name"] = "t", ["dataFolder"] = _logs.Data, ["runFolder"] = _work },
            ["engine"] = new JsonObject(),
        }.ToJsonString());
        var folders = new VenueFolders(_logs.Journal, _logs.Events, Path.Combine(_logs.Data, "snapshots"));
        using (new SnapshotFolder(FileStorage.Instance, folders.Snapshots).Lock())
        {
            var maker = new SnapshotMaker(
                FileStorage.Instance, folders, new Engine.EngineOptions(), line => Assert.Fail(line));
            Assert.NotNull(maker.Make(400, CancellationToken.None));
        }

        AppendPoison();
        var (exit, lines, errors) = VenueLogs.RunRaw(
            "mark-skip", "--config", config, "--sequence", "601", "--reason", "time ran backwards");
        Assert.True(exit == 0, errors);
        Assert.DoesNotContain("replayed from the snapshot of sequence 0", errors, StringComparison.Ordinal);
        Assert.Equal(_logs.StateHash, lines[0]["stateHashBefore"]!.ToString());
        var whole = _logs.Run("replay", "--hash", "--to", "601").Lines[^1];
        Assert.Equal(lines[0]["stateHashAfter"]!.ToString(), whole["stateHash"]!.ToString());
    }

    [Fact]
    public void A_changed_skip_list_is_refused()
    {
        AppendPoison();
        Assert.Equal(0, _logs.Run("mark-skip", "--sequence", "601", "--reason", "bad").Exit);
        var list = Path.Combine(_logs.Journal, SkipList.FileName);
        File.WriteAllText(list, File.ReadAllText(list).Replace("\"reason\":\"bad\"", "\"reason\":\"fine\"", StringComparison.Ordinal));
        var (exit, _, errors) = _logs.Run("replay");
        Assert.Equal(1, exit);
        Assert.Contains("line 1: its hash is not that of the lines up to here", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Archive_and_rest_are_read_as_one_log()
    {
        var archive = Path.Combine(_work, "archive");
        var config = Path.Combine(_work, "venue.json");
        File.WriteAllText(config, new JsonObject
        {
            ["venue"] = new JsonObject { ["name"] = "t", ["dataFolder"] = _logs.Data, ["runFolder"] = _work },
            ["engine"] = new JsonObject(),
            ["retention"] = new JsonObject { ["archiveFolder"] = archive, ["keepSegments"] = 2 },
        }.ToJsonString());
        var cursors = Path.Combine(_logs.Data, "cursors");
        foreach (var consumer in new[] { "gateway", "persistence", "redis" })
        {
            CursorFolder.Write(FileStorage.Instance, cursors, new FollowerCursor(consumer, 600, 500));
        }

        Assert.Empty(VenueLogs.RunRaw("archive", "--config", config).Lines); // no snapshot, nothing goes
        var moved = VenueLogs.RunRaw("archive", "--config", config, "--snapshot-covers", "400").Lines;
        Assert.All(moved, line => Assert.Equal("commands", line["log"]!.ToString())); // settlement has no cursor
        CursorFolder.Write(FileStorage.Instance, cursors, new FollowerCursor("settlement", 600, 300));
        moved.AddRange(VenueLogs.RunRaw("archive", "--config", config, "--snapshot-covers", "400").Lines);
        Assert.Contains(moved, line => line["log"]!.ToString() == "events");
        Assert.All(moved, line => Assert.InRange(
            (long)line["lastSequence"]!, 1, line["log"]!.ToString() == "events" ? 300 : 400));

        Assert.Contains("[Y:", _logs.Run("replay").Errors, StringComparison.Ordinal);
        var whole = VenueLogs.RunRaw("replay", "--config", config, "--hash");
        Assert.Equal((0, _logs.StateHash), (whole.Exit, whole.Lines[^1]["stateHash"]!.ToString()));
        Assert.Equal("600", whole.Lines[^1]["equalFrames"]!.ToString());
        Assert.Equal(0, VenueLogs.RunRaw("verify", "--config", config).Exit);
        Assert.Equal(0, _logs.Run("verify").Exit);
        VenueLogs.Flip(Directory.GetFiles(Path.Combine(archive, "journal"), "*.journal").Order().First(), 100);
        Assert.Contains("SHA-256 differs", VenueLogs.RunRaw("verify", "--config", config).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_archived_comes_back_for_a_build_whose_first_start_needs_the_whole_log()
    {
        var archive = Path.Combine(_work, "archive");
        var config = Path.Combine(_work, "venue.json");
        File.WriteAllText(config, new JsonObject
        {
            ["venue"] = new JsonObject { ["name"] = "t", ["dataFolder"] = _logs.Data, ["runFolder"] = _work },
            ["retention"] = new JsonObject
            {
                ["archiveFolder"] = archive,
                ["keepSegments"] = 2,
                ["eventConsumers"] = new JsonArray(),
            },
        }.ToJsonString());
        var unarchived = VenueLogs.RunRaw("bring-back", "--if-needed", "--config", config);
        Assert.Equal((0, 0), (unarchived.Exit, unarchived.Lines.Count));
        Assert.NotEmpty(VenueLogs.RunRaw("archive", "--config", config, "--snapshot-covers", "400").Lines);
        Assert.Contains("[Y:", _logs.Run("replay").Errors, StringComparison.Ordinal);
        using (FileStorage.Instance.LockFolder(_logs.Journal))
        {
            var running = VenueLogs.RunRaw("bring-back", "--config", config);
            Assert.Equal(1, running.Exit);
            Assert.Contains("the venue is running", running.Errors, StringComparison.Ordinal);
        }

        var (exit, lines, _) = VenueLogs.RunRaw("bring-back", "--if-needed", "--config", config);
        Assert.Equal(0, exit);
        Assert.Equal(["commands", "events"], lines.Select(line => line["log"]!.ToString()));
        Assert.All(lines, line => Assert.True((int)line["segments"]! > 0));
        var whole = _logs.Run("replay", "--hash");
        Assert.Equal((0, _logs.StateHash), (whole.Exit, whole.Lines[^1]["stateHash"]!.ToString()));
        Assert.Equal("600", whole.Lines[^1]["equalFrames"]!.ToString());
        Assert.NotEmpty(VenueLogs.RunRaw("archive", "--config", config, "--snapshot-covers", "400").Lines);
    }

    /// <summary>Two commands that were never applied: the first breaks an invariant of the engine.</summary>
    private void AppendPoison()
    {
        using var log = CommandLogWriter.Open(FileStorage.Instance, _logs.Journal, 600, new CommandLogOptions());
        var poison = VenueLogs.Command(601);
        Messages.CommandCodec.Header(poison.AsSpan()).TimestampNs = 1;
        log.Append(601, poison);
        var next = VenueLogs.Command(602);
        log.Append(602, next);
        log.Sync();
    }
}
