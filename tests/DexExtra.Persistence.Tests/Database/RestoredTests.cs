using DexExtra.Hosting;
using DexExtra.Persistence.Following;
using DexExtra.Persistence.Tests.Infrastructure;

namespace DexExtra.Persistence.Tests.Database;

/// <summary>A venue put back before what a database elsewhere holds (ADR 0022): refused, nothing is mixed.</summary>
public sealed class RestoredTests(PostgresCluster cluster)
{
    private const int Kept = 300;
    private const int Lost = 200;

    [Fact]
    [Trait("rule", "P6")]
    public async Task A_database_above_the_restored_log_is_refused_until_it_is_made_anew()
    {
        using var workspace = new Workspace(cluster);
        long restored;
        long cursor;
        using (var lost = Play(workspace, Kept))
        {
            restored = lost.LastSequence;
            lost.Run(Lost);
            cursor = lost.LastSequence;
            await workspace.FollowToAsync(cursor);
        }

        using var venue = Restore(workspace, restored);
        var before = await workspace.DumpAsync();

        var error = await Assert.ThrowsAsync<FatalException>(
            () => workspace.Follow(new FollowerStatus(), CancellationToken.None));
        Assert.Equal(ExitCodes.Storage, error.ExitCode);
        Assert.Equal(
            $"the database holds rows up to sequence {cursor}, this venue was restored up to {restored}: drop and create"
            + " the database, it is filled from this log: see \"After a restore: a database or Redis elsewhere\" in"
            + " docs/RUNBOOK.md",
            error.Message);
        Assert.Equal(before, await workspace.DumpAsync());

        await cluster.ExecuteAsync("postgres", $"drop database {workspace.Database} with (force)");
        await workspace.FollowToAsync(restored);
        await workspace.CompareAsync(venue);
    }

    [Fact]
    public async Task A_database_at_or_below_the_restored_log_goes_on()
    {
        using var workspace = new Workspace(cluster);
        using var venue = Play(workspace, Kept);
        await workspace.FollowToAsync(venue.LastSequence);
        await MarkAsync(workspace, $$"""{"sequence":{{venue.LastSequence}}}""");

        venue.Run(Lost); // it trades on before anybody has removed the mark

        await workspace.FollowToAsync(venue.LastSequence);
        await workspace.CompareAsync(venue);
        await workspace.FollowToAsync(venue.LastSequence);
    }

    private static VenueSimulator Play(Workspace workspace, int commands)
    {
        var venue = workspace.CreateVenue(TestSeed.Create(611)).Open();
        venue.Run(commands);
        return venue;
    }

    /// <summary>The first frames of the same history, and what a restore leaves beside them.</summary>
    private static VenueSimulator Restore(Workspace workspace, long last)
    {
        Directory.Delete(workspace.Venue.EventsFolder, recursive: true);
        var venue = workspace.CreateVenue(TestSeed.Create(611)).Open();
        venue.Run(Kept);
        Assert.Equal(last, venue.LastSequence);
        File.WriteAllText(Mark(workspace), $$"""{"backup":"b","sequence":{{last}},"stateHash":"00"}""");
        return venue;
    }

    private static Task MarkAsync(Workspace workspace, string text) => File.WriteAllTextAsync(Mark(workspace), text);

    private static string Mark(Workspace workspace) =>
        Path.Combine(workspace.Venue.DataFolder, RestoredMark.FileName);
}
