using System.Text.Json.Nodes;
using DexExtra.Messages.Text;

namespace DexExtra.Journal.Tool.Tests;

/// <summary>The verbs that only read: right on a good log, exact about a damaged one, and they change nothing.</summary>
public sealed class ReadingVerbsTests : IDisposable
{
    private readonly VenueLogs _logs = new();

    public void Dispose() => _logs.Dispose();

    [Fact]
    public void Nothing_is_changed_by_reading()
    {
        var before = (VenueLogs.Contents(_logs.Journal), VenueLogs.Contents(_logs.Events));
        foreach (var verb in new[] { "inspect", "verify", "replay" })
        {
            Assert.Equal(0, _logs.Run(verb).Exit);
        }

        Assert.Equal(0, _logs.Run("export", "commands").Exit);
        Assert.Equal(before.Item1, VenueLogs.Contents(_logs.Journal));
        Assert.Equal(before.Item2, VenueLogs.Contents(_logs.Events));
    }

    [Fact]
    public void Inspect_shows_every_segment_of_both_logs()
    {
        var (exit, lines, _) = _logs.Run("inspect");
        Assert.Equal(0, exit);
        var commands = lines.Where(line => line["log"]!.ToString() == "commands").ToList();
        var events = lines.Where(line => line["log"]!.ToString() == "events").ToList();
        Assert.Equal(
            VenueLogs.Segments(_logs.Journal, "*.journal").Select(path => Path.GetFileName(path)),
            commands.Select(line => line["segment"]!.ToString()));
        Assert.Equal(VenueLogs.Segments(_logs.Events, "*.events").Length, events.Count);
        Assert.Equal(VenueLogs.Commands, commands.Max(line => (long?)line["lastSequence"]));
        Assert.Equal(VenueLogs.Commands, events.Sum(line => (long)line["records"]!));
    }

    [Fact]
    public void Inspect_decodes_one_batch_and_one_command_with_its_events()
    {
        var batch = _logs.Run("inspect", "--batch", "2").Lines;
        Assert.Equal(("2", "4", "6"), (
            batch[0]["batchNumber"]!.ToString(), batch[0]["firstSequence"]!.ToString(), batch[0]["lastSequence"]!.ToString()));
        Assert.Equal(["4", "5", "6"], batch.Skip(1).Select(line => line["sequence"]!.ToString()));

        var one = _logs.Run("inspect", "--sequence", "5").Lines;
        Assert.Equal("Deposit", one[0]["holds"]!["command"]!.ToString());
        Assert.Equal("4", one[0]["holds"]!["body"]!["depositId"]!.ToString());
        Assert.Equal("DepositCredited", one[1]["holds"]![0]!["event"]!.ToString());
        Assert.Equal(1, _logs.Run("inspect", "--sequence", "601").Exit);
    }

    [Fact]
    public void Verify_says_what_a_start_would_decide()
    {
        var (exit, lines, errors) = _logs.Run("verify");
        Assert.Equal((0, string.Empty), (exit, errors));
        Assert.Equal(
            ["""{"log": "events", "records": 600, "lastSequence": 600}"""],
            lines.Take(1).Select(line => JsonText.Format(line)));
        Assert.Equal(("CLEAN", "600"), (lines[1]["decision"]!.ToString(), lines[1]["lastSequence"]!.ToString()));
    }

    [Fact]
    public void Verify_names_file_offset_sequence_and_reason_of_damage()
    {
        var segment = VenueLogs.Segments(_logs.Journal, "*.journal")[0];
        VenueLogs.Flip(segment, 4096 + 100);
        var (exit, lines, errors) = _logs.Run("verify");
        Assert.Equal(1, exit);
        var refusal = lines.Single(line => line["log"]!.ToString() == "commands");
        Assert.Equal(
            ("REFUSE", segment, "4096", "4"),
            (refusal["decision"]!.ToString(), refusal["file"]!.ToString(), refusal["offset"]!.ToString(),
                refusal["sequence"]!.ToString()));
        Assert.Contains("payload checksum mismatch", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void With_keep_going_every_damage_is_found_and_the_rest_is_read()
    {
        var segments = VenueLogs.Segments(_logs.Journal, "*.journal");
        VenueLogs.Flip(segments[0], 4096 + 100);
        VenueLogs.Flip(segments[1], 8192 + 100);
        Assert.Equal((1, 3), (_logs.Run("export", "commands").Exit, _logs.Run("export", "commands").Lines.Count));
        var (exit, lines, errors) = _logs.Run("export", "commands", "--keep-going");
        Assert.Equal((1, VenueLogs.Commands - 6), (exit, lines.Count));
        Assert.Contains($"{segments[0]} offset 4096 sequence 4: payload checksum mismatch", errors, StringComparison.Ordinal);
        Assert.Contains($"{segments[1]} offset 8192", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_event_record_is_named_and_reading_goes_on_with_the_next_segment()
    {
        var segment = VenueLogs.Segments(_logs.Events, "*.events")[1];
        VenueLogs.Flip(segment, 64 + 30);
        var (exit, lines, errors) = _logs.Run("verify", "--keep-going");
        Assert.Equal(1, exit);
        var first = long.Parse(Path.GetFileNameWithoutExtension(segment), System.Globalization.CultureInfo.InvariantCulture);
        Assert.Contains($"{segment} offset 64 sequence {first}: record checksum mismatch", errors, StringComparison.Ordinal);
        Assert.Equal("600", lines[0]["lastSequence"]!.ToString());
    }

    [Fact]
    public void A_torn_tail_is_shown_as_what_a_start_cuts()
    {
        var last = VenueLogs.Segments(_logs.Journal, "*.journal")[^1];
        var used = (long)_logs.Run("inspect").Lines.Last(line => line["log"]!.ToString() == "commands")["usedBytes"]!;
        VenueLogs.Flip(last, used + 10);
        Assert.Equal("CUT", _logs.Run("verify").Lines[1]["decision"]!.ToString());
        var (exit, lines, errors) = _logs.Run("inspect");
        Assert.Equal((0, "TORN"), (exit, lines.Last(line => line["log"]!.ToString() == "commands")["end"]!.ToString()));
        Assert.Contains("a torn tail", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Replay_tells_the_state_hash_and_finds_every_frame_equal()
    {
        var (exit, lines, _) = _logs.Run("replay", "--hash", "--every", "200");
        Assert.Equal(0, exit);
        Assert.Equal(["200", "400", "600", "600"], lines.Select(line => line["sequence"]!.ToString()));
        Assert.Equal(_logs.StateHash, lines[^1]["stateHash"]!.ToString());
        Assert.Equal("600", lines[^1]["equalFrames"]!.ToString());
        var early = _logs.Run("replay", "--hash", "--to", "200").Lines;
        Assert.Equal(lines[0]["stateHash"]!.ToString(), early[^1]["stateHash"]!.ToString());
    }

    [Fact]
    public void Replay_names_the_first_frame_that_is_not_the_engines()
    {
        using var other = new VenueLogs(commands: 599);
        var (exit, _, errors) = VenueLogs.RunRaw(
            "replay", "--journal", _logs.Journal, "--events", other.Events, "--netted-settlement");
        Assert.Equal(0, exit); // one frame is missing, none is different
        Assert.DoesNotContain("makes other events", errors, StringComparison.Ordinal);
        using var forged = new ForgedEvents(_logs.Events, 17);
        (exit, _, errors) = VenueLogs.RunRaw("replay", "--journal", _logs.Journal, "--events", forged.Folder);
        Assert.Equal(1, exit);
        Assert.Contains("sequence 17: replay makes other events", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_filters_by_range_type_and_account()
    {
        var account = VenueLogs.Account(10);
        var expected = Enumerable.Range(2, 99).Where(sequence => VenueLogs.Account(sequence) == account);
        var lines = _logs.Run(
            "export", "commands", "--from", "2", "--to", "100", "--type", "Deposit", "--account", $"{account.Owner}").Lines;
        Assert.Equal(expected, lines.Select(line => (int)line["sequence"]!));
        var events = _logs.Run(
            "export", "events", "--to", "100", "--type", "DepositCredited", "--account", $"{account.Owner}/0").Lines;
        Assert.Equal(expected, events.Select(line => (int)line["sequence"]!));
        Assert.Empty(_logs.Run("export", "events", "--market", "1").Lines);
    }

    [Fact]
    public void Compare_finds_the_first_difference_of_command_logs_and_of_event_logs()
    {
        using var same = new VenueLogs(restarts: 0);
        Assert.Equal(0, VenueLogs.RunRaw("compare", _logs.Journal, same.Journal).Exit);
        Assert.Equal(0, VenueLogs.RunRaw("compare", _logs.Events, same.Events).Exit);
        using var shorter = new VenueLogs(commands: 450);
        var (exit, lines, _) = VenueLogs.RunRaw("compare", _logs.Journal, shorter.Journal);
        Assert.Equal((1, "451"), (exit, lines[0]["sequence"]!.ToString()));
        using var forged = new ForgedEvents(_logs.Events, 17);
        var difference = VenueLogs.RunRaw("compare", _logs.Events, forged.Folder).Lines[0];
        Assert.Equal("17", difference["sequence"]!.ToString());
        Assert.Equal(("16", "999"), (
            Deposit(difference["first"]!), Deposit(difference["second"]!)));
        Assert.Equal(2, VenueLogs.RunRaw("compare", _logs.Journal, _logs.Events).Exit);

        static string Deposit(JsonNode side) => side["holds"]![0]!["request"]!["depositId"]!.ToString();
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("inspect")]
    [InlineData("inspect", "--journal")]
    [InlineData("inspect", "--journal", "/nowhere", "--batch", "x")]
    [InlineData("replay", "--journal", "/nowhere", "--keep-going")]
    [InlineData("export", "--journal", "/nowhere", "everything")]
    [InlineData("compare", "one")]
    [InlineData("verify", "--config", "/nowhere/venue.json")]
    public void A_wrong_command_line_is_exit_code_2_with_a_line_that_says_why(params string[] arguments)
    {
        var (exit, lines, errors) = VenueLogs.RunRaw(arguments);
        Assert.Equal((2, 0), (exit, lines.Count));
        Assert.NotEmpty(errors);
    }
}
