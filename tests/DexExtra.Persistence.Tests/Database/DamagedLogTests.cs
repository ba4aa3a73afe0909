using DexExtra.Hosting;
using DexExtra.Persistence.Following;
using DexExtra.Persistence.Mirror;
using DexExtra.Persistence.Tests.Infrastructure;
using Microsoft.Extensions.Logging.Abstractions;

namespace DexExtra.Persistence.Tests.Database;

/// <summary>
/// P11: a record of the event log that does not verify is waited for while the engine may be mending it; what stays
/// damaged while the engine publishes ends persistence with one line, whichever follower meets it.
/// </summary>
public sealed class DamagedLogTests(PostgresCluster cluster)
{
    private const int Records = 40;
    private const int Damaged = 20;

    [Fact]
    [Trait("rule", "P11")]
    public async Task A_record_that_is_mended_in_time_is_waited_for()
    {
        using var workspace = new Workspace(cluster);
        using var venue = workspace.CreateVenue(TestSeed.Create(81)).Open();
        venue.Run(Records);
        await workspace.PrepareAsync();
        Turn(workspace);
        using var stopping = new CancellationTokenSource();
        var status = new FollowerStatus();
        var following = workspace.Follow(status, stopping.Token);
        await Eventually.TrueAsync(
            () => $"{status.Report(false).Fields["databaseError"]}".StartsWith("event log:", StringComparison.Ordinal),
            "the damage is reported");
        Assert.False(following.IsCompleted);
        Assert.True(status.Cursor < Damaged);

        Turn(workspace);
        venue.Run(Records);

        await Eventually.TrueAsync(() => status.Cursor == venue.LastSequence || following.IsCompleted, "all is followed");
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
        await workspace.CompareAsync(venue);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("rule", "P11")]
    public async Task What_stays_damaged_while_the_engine_publishes_ends_with_one_line(bool isMirror)
    {
        using var workspace = new Workspace(cluster);
        using var venue = workspace.CreateVenue(TestSeed.Create(82)).Open();
        venue.Run(Records);
        await workspace.PrepareAsync();
        var (file, offset) = Turn(workspace);
        using var stopping = new CancellationTokenSource();
        var status = new FollowerStatus();
        var following = isMirror
            ? new RedisMirror(workspace.Venue, "127.0.0.1:1", null, status, NullLogger.Instance).RunAsync(stopping.Token)
            : workspace.Follow(status, stopping.Token);
        await Eventually.TrueAsync(
            () =>
            {
                venue.Tick();
                return following.IsCompleted;
            },
            "the follower ends");

        var error = await Assert.ThrowsAsync<FatalException>(() => following);
        Assert.Equal(ExitCodes.Storage, error.ExitCode);
        Assert.Equal(
            $"event log: {file} offset {offset} sequence {Damaged}: record checksum mismatch; the engine publishes "
            + "behind it: see \"The event log is damaged\" in docs/RUNBOOK.md",
            error.Message);
    }

    /// <summary>Turns a bit of one record, or turns it back.</summary>
    private static (string File, long Offset) Turn(Workspace workspace)
    {
        const int segmentHeaderBytes = 64;
        const int recordHeaderBytes = 16;
        var file = Assert.Single(Directory.GetFiles(workspace.Venue.EventsFolder, "*.events"));
        using var segment = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var offset = (long)segmentHeaderBytes;
        for (var sequence = 1; sequence < Damaged; sequence++)
        {
            offset += (LengthAt(segment, offset) + 7) / 8 * 8;
        }

        segment.Position = offset + recordHeaderBytes;
        var value = segment.ReadByte();
        segment.Position--;
        segment.WriteByte((byte)(value ^ 1));
        return (file, offset);
    }

    private static int LengthAt(FileStream segment, long offset)
    {
        using var reader = new BinaryReader(segment, System.Text.Encoding.ASCII, leaveOpen: true);
        segment.Position = offset;
        return reader.ReadInt32();
    }
}
